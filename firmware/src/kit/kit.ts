import { decodeAck } from "../../../shared/src/wire/acknowledgement";
import { Column, NOT_MEASURED, type ReportFrame } from "../../../shared/src/wire/columns";
import { encodeReport } from "../../../shared/src/wire/encodeReport";
import { Attempts, type Stage } from "./attempts";
import { Command, Commands, Outcome } from "./commands";
import { Electrics } from "./electrics";
import { Sending } from "./sending";
import { type FlashWrite, type KitSettings, recordOf } from "./settings";
import { Signals } from "./signals";
import { ATTEMPTS, COMMANDS, Store } from "./store";
import { EventKind } from "./untold";

/** The ring gives at most 813 bytes of packed readings; the rest of a report takes less than what is left. */
const REPORT_bytes = 1216;

/**
 * What a kit decides: which readings it keeps, when it wants to connect, what it sends, and when
 * a reading may be forgotten. It has no hardware, no sockets and no clock of its own, so the chip
 * and Node run it alike. Portable.
 *
 * A reading is freed only when an acknowledgement names it. One report is under way at a time.
 */
export class Kit {
  /** What its light has to say. */
  readonly signals = new Signals();
  private readonly store: Store;
  private readonly electrics: Electrics;
  private readonly sending: Sending;
  private readonly attempts: Attempts;
  private readonly commands: Commands;
  private readonly bytes = Buffer.alloc(REPORT_bytes);
  private lastReport: number;
  /** What the last reports carry, and since which one: sequences of two incarnations are alike. */
  private sentIncarnation = 0;
  private sentSince = 0;
  private sentReadings = 0;
  private freedSinceSent = 0;
  /** Somebody is at work and may be resting: the chip runs others meanwhile, who have to wait. */
  private isBusy = false;

  constructor(private readonly settings: KitSettings) {
    const store = new Store(settings);
    const { boot, incarnation } = store.numbering;
    const { flash, battery, uploadInterval_s } = settings;
    this.store = store;
    this.electrics = new Electrics(battery, store.counters);
    this.attempts = new Attempts(boot, recordOf(flash, ATTEMPTS));
    this.commands = new Commands(recordOf(flash, COMMANDS));
    this.sending = new Sending(incarnation, boot, uploadInterval_s, 0);
    this.obey();
    // a call that no server has heard yet was made before a restart
    if (store.untold.has(EventKind.Help)) this.signals.help();
    // reports of another boot never have the numbers of this one, nor have those of another life of the numbering
    this.lastReport = ((Math.floor(incarnation / 65536) + boot) % 65536) * 65536 - 1;
    if (settings.clock_s > 0) store.setAnchor(0, settings.clock_s);
    // all of it is in the ring now, and the heap is small
    settings.flash = [];
  }

  /** Counts the starts of the kit. */
  boot(): number {
    return this.store.numbering.boot;
  }

  /** The sequence that the next reading will get. */
  nextSequence(): number {
    return this.store.nextSequence();
  }

  /** How many readings wait for an acknowledgement. */
  held(): number {
    return this.store.ring.held;
  }

  /** How many readings made room for others since the start. */
  thinned(): number {
    return this.store.ring.thinned;
  }

  /** How many records of flash could not be read back: the readings in them are lost. */
  broken(): number {
    return this.store.broken();
  }

  /**
   * Keeps one sample as a reading, then decides on the outputs as `control` does.
   *
   * @param row the columns of the contract; what the kit knows by itself is filled in here
   */
  take(row: number[], uptime_s: number): void {
    this.begin();
    row[Column.Sequence] = this.store.nextSequence();
    row[Column.Time] = uptime_s;
    this.electrics.take(row, uptime_s);
    this.signals.look(row);
    this.sending.watch(row);
    const every_s = this.interval_s() * this.sending.keepEvery();
    if (uptime_s % every_s < this.interval_s()) this.store.push(row);
    this.isBusy = false;
  }

  /** Time between two readings. */
  interval_s(): number {
    return this.commands.value(Command.Interval_s, this.settings.interval_s);
  }

  /** Decides, once a minute, on a row with the battery's columns, `NOT_MEASURED` where a sensor is silent. */
  control(row: number[], uptime_s: number): void {
    this.electrics.look(row, uptime_s);
    row[Column.Off] = this.electrics.reasons;
    this.signals.look(row);
  }

  /** The outputs that are to be off, a bit for each of the `outputs` of the contract. */
  outputsOff(): number {
    return this.electrics.off;
  }

  /** Somebody calls for help. */
  callForHelp(uptime_s: number): void {
    this.signals.help();
    this.store.untold.tell(EventKind.Help, this.boot(), uptime_s);
    this.sending.wantsSoon();
  }

  /**
   * The next record that flash is to hold now, or undefined where there is none. The board writes it, reads it back, says
   * so by `flashDone`, and asks again.
   */
  flashWork(uptime_s: number): FlashWrite | undefined {
    this.begin();
    const work = this.store.flashWork(uptime_s, this.electrics, this.commands, this.attempts);
    this.isBusy = false;
    return work;
  }

  /** @param isKept whether flash holds what `flashWork` gave, byte by byte; a full flash takes a record and forgets it */
  flashDone(isKept: boolean): void {
    this.store.flashDone(isKept, this.commands, this.attempts);
  }

  /** Whether a command that acts once is to be done now. What it told is in flash: it is not done again after a restart. */
  isToDo(command: Command): boolean {
    return this.commands.isToDo(command);
  }

  /** The kit is about to restart: all that flash has room for is to be in it first, by `flashWork`. */
  beforeRestart(): void {
    this.store.hurry();
  }

  /** Whether the kit was refused and waits before it sends again. */
  isPaused(uptime_s: number): boolean {
    return this.sending.isPaused(uptime_s);
  }

  /** Whether the kit wants to be connected now: it has something to send and is not told to pause. */
  due(uptime_s: number): boolean {
    return this.sending.due(uptime_s, this.hasNews());
  }

  /**
   * The next report, or undefined where there is nothing to send or one is still under way. Its bytes are those of the
   * next one once that is asked for: the chip's heap has no room for two.
   *
   * @param wifiRssi_dBm signal strength, or `NOT_MEASURED`
   */
  nextReport(uptime_s: number, wifiRssi_dBm: number): Buffer | undefined {
    const { settings, store, sending } = this;
    if (!this.hasNews() || !sending.maySend(uptime_s)) return undefined;
    const { ring, untold } = store;
    const incarnation = ring.oldestIncarnation();
    this.lastReport = this.lastReport + 1;
    sending.sent(this.lastReport, uptime_s);
    if (incarnation !== this.sentIncarnation) {
      this.sentIncarnation = incarnation;
      this.sentSince = this.lastReport;
    }
    this.freedSinceSent = 0;
    this.sentReadings = 0;
    this.begin();
    const groups = store.groups(settings.readingsPerReport);
    this.isBusy = false;
    for (const group of groups) this.sentReadings = this.sentReadings + group.rows.length;
    const frame: ReportFrame = {
      report: this.lastReport,
      incarnation,
      uptime_s,
      configuration: this.commands.confirmed,
      wifiRssi_dBm,
      oldestHeld: ring.oldest(),
      firmware: settings.firmware,
      dropped: untold.travellingDropped(incarnation),
      counters: this.electrics.counterValues(),
      events: untold.travellingEvents(),
      attempts: this.attempts.travelling(),
      groups,
    };
    return encodeReport(frame, this.bytes, settings.rest);
  }

  /**
   * Takes an acknowledgement. What is malformed or answers none of this boot's reports changes nothing.
   *
   * @returns whether it answers the report that is under way
   */
  receive(bytes: Buffer, uptime_s: number): boolean {
    let ack;
    try {
      ack = decodeAck(bytes);
    } catch {
      return false;
    }
    const { store, sending } = this;
    const isAwaited = sending.awaits(ack.report);
    const isUnread = ack.report === NOT_MEASURED && sending.isWaiting();
    if (ack.refused.length > 0) {
      if (isAwaited || isUnread) sending.refused(uptime_s);
      return isAwaited || isUnread;
    }
    if (ack.report < this.sentSince || ack.report > this.lastReport) return false;
    this.begin();
    this.freedSinceSent = this.freedSinceSent + store.free(this.sentIncarnation, ack.accepted);
    this.isBusy = false;
    // an answer that comes late says what time it was, not what time it is
    if (isAwaited && this.settings.clock_s === 0) store.setAnchor(uptime_s, ack.serverTime_s);
    const outcome = this.commands.take(ack.commands);
    if (outcome === Outcome.Applied) this.obey();
    else if (outcome === Outcome.Refused) store.untold.tell(EventKind.CommandRefused, this.boot(), uptime_s);
    if (!isAwaited) return false;
    // an answer to an earlier sending may have freed them already
    if (this.freedSinceSent === 0 && this.sentReadings > 0) {
      sending.refused(uptime_s);
      return true;
    }
    store.untold.told();
    this.attempts.told();
    sending.delivered(uptime_s, this.held() === 0);
    return true;
  }

  /** An attempt to connect has ended without an acknowledgement, having come so far. */
  attempted(stage: Stage, uptime_s: number): void {
    this.attempts.add(stage, uptime_s);
    this.sending.attempted(stage, uptime_s);
  }

  /** The connection is gone: the report under way is sent again on the next one. */
  disconnected(): void {
    this.sending.disconnected();
  }

  /** Lives by the commands from now on. */
  private obey(): void {
    const { commands, settings } = this;
    const upload_s = commands.value(Command.Upload_s, settings.uploadInterval_s);
    this.sending.configure(upload_s, commands.value(Command.DataSaving, 0));
    this.electrics.shift_mV(commands.value(Command.DisconnectShift_mV, 0));
    this.signals.tell(commands.value(Command.Light, 0), commands.revision);
  }

  private begin(): void {
    while (this.isBusy) this.settings.rest();
    this.isBusy = true;
  }

  private hasNews(): boolean {
    return this.held() > 0 || this.store.untold.hasEvents();
  }
}
