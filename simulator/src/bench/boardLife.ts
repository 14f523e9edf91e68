import { Body } from "../life/body";
import { ModelledUplink } from "../life/modelledUplink";
import { NativeBoard } from "../life/nativeBoard";
import { radioShare } from "../life/radio";
import { MINUTES, type SiteLife } from "../life/site";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import { siteOf } from "./fleet";

const MINUTE_s = 60;
const MINUTE_ms = 60_000;

/** A native board in its household, with or without a phone that comes. */
export class BoardLife {
  readonly board: NativeBoard;
  /** Seconds in which the radio looked for a hotspot, and in which it was connected. */
  looking_s = 0;
  connected_s = 0;
  private readonly body: Body;
  private readonly uplink: ModelledUplink;
  private readonly site: SiteLife;
  private now_ms: number;

  constructor(plan: FleetPlan, kit: PlannedKit) {
    const { seed, interval_s, upload_s, phones, start_ms } = plan;
    this.body = new Body(kit, [], phones, seed);
    this.board = new NativeBoard({ plan: kit, body: this.body, seed, interval_s, upload_s, hasClock: false });
    this.uplink = new ModelledUplink(this.body, () => undefined);
    this.site = siteOf(plan, kit);
    this.now_ms = start_ms;
  }

  day(index: number, hasPhone: boolean, onMinute?: () => void): void {
    const { body, board } = this;
    const day = this.site.dayOf(index);
    body.beginDay(day);
    for (let minute = 0; minute < MINUTES; minute++) {
      body.minute(minute, board.outputsOff(), 0);
      this.now_ms = day.start_ms + (minute + 1) * MINUTE_ms;
      board.tick(this.now_ms);
      onMinute?.();
      const uptime_s = board.uptime_s(this.now_ms);
      if (!board.kit?.due(uptime_s)) continue;
      const isReachable = hasPhone && body.isReachable;
      const radio_s = MINUTE_s * radioShare(true, isReachable);
      if (isReachable) this.connected_s += radio_s;
      else this.looking_s += radio_s;
      if (isReachable) this.uplink.session(board.kit, uptime_s, this.now_ms);
    }
  }

  /** What is in memory is gone; the board starts again with what flash has. */
  cutPower(): void {
    this.body.boardAct = "reset";
    this.board.tick(this.now_ms);
  }
}
