import type { Happening } from "../happenings/kinds";
import type { PowerSystem } from "../power/powerSystem";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import type { KitDay } from "../run/summary";
import { Body } from "./body";
import { DayTally } from "./dayTally";
import { ModelledUplink, type Receiver } from "./modelledUplink";
import { NativeBoard } from "./nativeBoard";
import { radioShare } from "./radio";
import { MINUTES, type SiteDay } from "./site";

const MINUTE_ms = 60_000;

interface KitLifeOptions {
  fleet: FleetPlan;
  plan: PlannedKit;
  /** Those of the kit and of its site. */
  happenings: readonly Happening[];
  /** Told of every report that reaches the server. */
  onReport: Receiver;
  /** Told of every row that the kit takes. */
  onReading?: (row: readonly number[], time_ms: number) => void;
}

/** A kit that lives natively and reports to a server that takes every report: the fast way. */
export class KitLife {
  private readonly body: Body;
  private readonly board: NativeBoard;
  private readonly uplink: ModelledUplink;
  private readonly tally: DayTally;
  private radioShare = 0;

  constructor(private readonly options: KitLifeOptions) {
    const { fleet, plan, happenings, onReport } = options;
    const { seed, interval_s, upload_s, phones } = fleet;
    this.body = new Body(plan, happenings, phones, seed);
    this.board = new NativeBoard({ plan, body: this.body, seed, interval_s, upload_s, hasClock: false });
    this.uplink = new ModelledUplink(this.body, onReport);
    this.tally = new DayTally(this.body);
  }

  /** What is true of the kit's electrics now, whatever its sensors say. */
  get truth(): Readonly<PowerSystem> {
    return this.body.power;
  }

  /** Lives through a whole day of its site. */
  day(site: SiteDay): KitDay {
    const { body, board, uplink, tally } = this;
    const { onReading } = this.options;
    body.beginDay(site);
    for (let minute = 0; minute < MINUTES; minute++) {
      const off = board.outputsOff();
      body.minute(minute, off, this.radioShare);
      tally.minute(off);
      const now_ms = site.start_ms + (minute + 1) * MINUTE_ms;
      board.tick(now_ms);
      if (onReading && board.taken) onReading(board.taken, now_ms);
      board.restartInTime(now_ms);
      const { kit } = board;
      const uptime_s = board.uptime_s(now_ms);
      const isDue = kit?.due(uptime_s) ?? false;
      this.radioShare = radioShare(isDue, body.isReachable);
      if (kit && isDue) uplink.session(kit, uptime_s, now_ms);
    }
    const { reports, sent_B, received_B } = uplink;
    return tally.end({ reports, sent_B, received_B, dropped: board.dropped });
  }
}
