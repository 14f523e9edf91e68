import { applyHappenings, boardActOf } from "../happenings/apply";
import type { Happening } from "../happenings/kinds";
import { Link } from "../link/link";
import { type Reach, reachesTo, reachOf } from "../link/reach";
import { demandNow } from "../people/demandNow";
import { Household } from "../people/household";
import { drawParts } from "../power/parts";
import { PowerSystem } from "../power/powerSystem";
import { type Random, randomOf } from "../random";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import { Sensors } from "../sensors/sensors";
import { PanelDust } from "../sky/panelDust";
import { soundCondition } from "./condition";
import type { SiteDay } from "./site";

const MINUTE_ms = 60_000;
const HOUR_ms = 3_600_000;
const MINUTES_PER_DAY = 1440;
const ALWAYS = new Uint8Array(MINUTES_PER_DAY).fill(1);
/** Dirt on a panel when it is put up: it was cleaned then. */
const CLEAN = 0;

/**
 * A kit and the household that uses it, all but its board: panel, battery, loads, sensors, people,
 * phone, and whatever befalls them. It lives a minute at a time; what the board switches off is
 * told to it, what the board measures is asked of it.
 */
export class Body {
  readonly condition = soundCondition();
  readonly power: PowerSystem;
  readonly sensors: Sensors;
  readonly link: Link;
  /** Whether something resets the board at the end of this minute, or does more to it. */
  boardAct: "reset" | "erase-flash" | "swap-board" | undefined;
  /** How far a connection comes in this minute, and whether it opens. */
  reach: Reach = "no-hotspot";
  isReachable = false;
  wifiRssi_dBm = 0;

  private readonly household: Household;
  private readonly dust = new PanelDust(CLEAN);
  private readonly random: Random;
  private today: SiteDay | undefined;
  private demand: Uint16Array = new Uint16Array(MINUTES_PER_DAY);
  private near: Uint8Array = new Uint8Array(MINUTES_PER_DAY);
  private reachable: Uint8Array = new Uint8Array(MINUTES_PER_DAY);
  private clean = 1;
  private nextLook_ms = 0;
  private lookedAt_ms: number | undefined;
  private comingAct: Body["boardAct"];

  /**
   * @param happenings those of the kit and of its site; more may be added while it lives, see `lookAgain`
   * @param phones `always`: the phone never leaves and never lacks credit, unless something happens to it
   */
  constructor(
    plan: PlannedKit,
    private readonly happenings: readonly Happening[],
    private readonly phones: FleetPlan["phones"],
    seed: number,
  ) {
    const stream = (name: string) => randomOf(seed, `kit/${plan.kit}/${name}`);
    this.random = stream("mishaps");
    this.power = new PowerSystem(plan.type, drawParts(stream("parts")), this.condition);
    this.sensors = new Sensors(stream("sensors"), this.power, this.condition);
    this.household = new Household(plan.household, stream("habits"));
    this.link = new Link({ random: stream("link"), handedOut_ms: plan.handedOut_ms });
  }

  beginDay(day: SiteDay): void {
    this.today = day;
    this.look(day.start_ms);
    const { demand, cleansPanel } = this.household.day(day.start_ms, day.sunrise_min, day.sunset_min, this.condition);
    this.demand = demand;
    this.clean = 1 - this.dust.day(day.sky, cleansPanel);
    const { near, reachable, wifiRssi_dBm } = this.link.day(day.start_ms, day.network);
    const isAlwaysNear = this.phones === "always";
    this.near = isAlwaysNear ? ALWAYS : near;
    this.reachable = isAlwaysNear ? day.network : reachable;
    this.wifiRssi_dBm = wifiRssi_dBm;
  }

  /** The happenings have changed: they are looked at before the next minute. */
  lookAgain(): void {
    this.nextLook_ms = 0;
  }

  /**
   * Lives through a minute of the day that was begun.
   *
   * @param outputsOff what the board has switched off, a bit for each of the contract's outputs
   * @param radioShare share of the minute in which the board's radio is on
   */
  minute(minute: number, outputsOff: number, radioShare: number): void {
    const { start_ms, sky } = this.today as SiteDay;
    const begins_ms = start_ms + minute * MINUTE_ms;
    if (begins_ms >= this.nextLook_ms) this.look(begins_ms);
    this.boardAct = this.comingAct;
    this.comingAct = undefined;
    const { condition } = this;
    const isInContact = condition.panelContact >= 1 || this.random() < condition.panelContact;
    this.power.step(
      minute,
      (sky.irradiance_W_per_m2[minute] as number) * this.clean,
      sky.ambient_degC[minute] as number,
      demandNow(this.demand[minute] as number, condition),
      outputsOff,
      isInContact,
      radioShare,
    );
    this.reach = reachOf(this.near[minute] as number, this.reachable[minute] as number, condition);
    this.isReachable = reachesTo(this.reach, "connected");
    if (condition.controllerResetsPerDay > 0 && !this.boardAct) {
      if (this.random() < condition.controllerResetsPerDay / MINUTES_PER_DAY) this.boardAct = "reset";
    }
  }

  /** Brings the condition up to date: every hour for what gets worse slowly, and whenever something begins or ends. */
  private look(now_ms: number): void {
    const since_ms = this.lookedAt_ms ?? now_ms - 1;
    this.lookedAt_ms = now_ms;
    this.nextLook_ms = (Math.floor(now_ms / HOUR_ms) + 1) * HOUR_ms;
    applyHappenings(this.happenings, now_ms, this.condition);
    for (const { kind, onset_ms, end_ms } of this.happenings) {
      if (onset_ms > now_ms) this.nextLook_ms = Math.min(this.nextLook_ms, onset_ms);
      if (end_ms !== undefined && end_ms > now_ms) this.nextLook_ms = Math.min(this.nextLook_ms, end_ms);
      if (onset_ms > since_ms && onset_ms <= now_ms) this.comingAct = boardActOf(kind) ?? this.comingAct;
    }
  }
}
