import { Body } from "../life/body";
import { DayTally } from "../life/dayTally";
import { ModelledUplink, type Receiver } from "../life/modelledUplink";
import { NativeBoard } from "../life/nativeBoard";
import { radioShare } from "../life/radio";
import { stageOf } from "../link/reach";
import type { SiteDay } from "../life/site";
import { VmBoard } from "../life/vmBoard";
import { brokerAnswers } from "../kit/brokerAnswers";
import { MqttUplink } from "../kit/mqttUplink";
import type { Happening } from "../happenings/kinds";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import type { KitDay } from "./summary";

const MINUTE_ms = 60_000;

/** A real broker, and the kit's secret there. */
interface Server {
  host: string;
  port: number;
  secret: string;
  takesReceipts?: boolean;
  onOutage?: (() => void) | undefined;
}

/** Where a kit's reports go: into a real broker, or to a server that takes everything. */
type Destination = Server | { onReport: Receiver };

interface MemberOptions {
  fleet: FleetPlan;
  plan: PlannedKit;
  /** Those of the kit and of its site; they may change while it lives. */
  happenings: readonly Happening[];
  hasClock: boolean;
  /** Told of every row that the kit takes. */
  onReading?: ((row: readonly number[], time_ms: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** A kit that lives minute by minute beside others, so that it can be watched and interfered with. */
export abstract class LiveMember {
  readonly body: Body;
  protected day: SiteDay | undefined;
  private readonly tally: DayTally;

  constructor(protected readonly options: MemberOptions) {
    this.body = new Body(options.plan, options.happenings, options.fleet.phones, options.fleet.seed);
    this.tally = new DayTally(this.body);
  }

  beginDay(day: SiteDay): void {
    this.day = day;
    this.body.beginDay(day);
  }

  /** Lives through a minute of the day. Resolves, where there is something to wait for, when it is over. */
  abstract minute(minute: number): Promise<void> | undefined;

  endDay(): KitDay {
    return this.tally.end(this.counts());
  }

  abstract stop(): Promise<void>;

  /** What was sent and dropped since the kit was put up. */
  abstract counts(): { reports: number; sent_B: number; received_B: number; dropped: number };

  /** Lives all but the board's part of a minute. Returns the time at its end. */
  protected live(minute: number, off: number, radioShare: number): number {
    this.body.minute(minute, off, radioShare);
    this.tally.minute(off);
    return (this.day as SiteDay).start_ms + (minute + 1) * MINUTE_ms;
  }
}

/** A kit whose board decides natively. */
export class NativeMember extends LiveMember {
  private readonly board: NativeBoard;
  private readonly uplink: MqttUplink | ModelledUplink;
  private radioShare = 0;

  constructor(options: MemberOptions, destination: Destination) {
    super(options);
    const { fleet, plan, hasClock } = options;
    const { seed, interval_s, upload_s } = fleet;
    this.board = new NativeBoard({ plan, body: this.body, seed, interval_s, upload_s, hasClock });
    this.uplink =
      "host" in destination
        ? new MqttUplink({ kitId: plan.kit, ...destination })
        : new ModelledUplink(this.body, destination.onReport);
  }

  minute(minute: number): Promise<void> | undefined {
    const { board, body, uplink } = this;
    const now_ms = this.live(minute, board.outputsOff(), this.radioShare);
    board.tick(now_ms);
    if (board.taken) this.options.onReading?.(board.taken, now_ms);
    board.restartInTime(now_ms);
    const { kit } = board;
    const uptime_s = board.uptime_s(now_ms);
    const isDue = kit?.due(uptime_s) ?? false;
    this.radioShare = radioShare(isDue, body.isReachable);
    if (!kit || !isDue) return undefined;
    if (!(uplink instanceof MqttUplink)) uplink.session(kit, uptime_s, now_ms);
    else if (body.reach === "acknowledged") return this.connection(uplink, uptime_s);
    else kit.attempted(stageOf(body.reach), uptime_s);
    return undefined;
  }

  async stop(): Promise<void> {
    if (this.uplink instanceof MqttUplink) await this.uplink.stop();
  }

  counts() {
    const { reports, sent_B, received_B } = this.uplink;
    return { reports, sent_B, received_B, dropped: this.board.dropped };
  }

  /** A kit connects, sends, waits for the answers and leaves. */
  private async connection(uplink: MqttUplink, uptime_s: number): Promise<void> {
    const { body, board } = this;
    if (!board.kit) return;
    uplink.start();
    try {
      await uplink.upload(board.kit, uptime_s, body.wifiRssi_dBm, () => body.link.exchange(body.condition));
    } finally {
      await uplink.stop();
    }
  }
}

/** A kit whose board is a virtual machine that runs the firmware's bytecode. */
export class FirmwareMember extends LiveMember {
  private readonly board: VmBoard;
  private isServerDoubtful = false;

  constructor(
    options: MemberOptions,
    private readonly server: Server,
    bytecode: Uint8Array,
  ) {
    super(options);
    const { fleet, plan, hasClock } = options;
    const { seed, interval_s, upload_s, start_ms } = fleet;
    const { host, port, secret } = server;
    const board = { plan, body: this.body, seed, interval_s, upload_s, hasClock, bytecode, host, port, secret };
    this.board = new VmBoard(board, start_ms);
  }

  /** Simulated time at the board. */
  now_ms(): number {
    return this.board.clock.now();
  }

  async minute(minute: number): Promise<void> {
    const { board, body } = this;
    const { signal } = this.options;
    // days would pass, and a ring overflow, while a real server is down for a moment
    if (this.isServerDoubtful) await brokerAnswers({ ...this.server, ...(signal && { signal }) });
    const now_ms = this.live(minute, board.outputsOff(), board.radioShare);
    await board.tick(now_ms, signal);
    if (board.taken) this.options.onReading?.(board.taken, now_ms);
    this.isServerDoubtful = board.radioShare > 0 && body.isReachable;
  }

  stop(): Promise<void> {
    this.board.stop();
    return Promise.resolve();
  }

  counts() {
    // how many readings its ring had no room for is known to the firmware alone
    return { ...this.board.traffic, dropped: 0 };
  }
}
