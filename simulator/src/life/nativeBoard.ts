import { COUNTERS_INTERVAL_s } from "@yeelen/firmware/kit/counters";
import { Kit } from "@yeelen/firmware/kit/kit";
import { firstSequence, fractionOf, NEVER_WRITTEN, nextBoot, SEQUENCE_BLOCK } from "@yeelen/firmware/kit/numbering";
import { isRestartDue } from "@yeelen/firmware/kit/restart";
import { CONTROL_INTERVAL_s, RING_CAPACITY } from "@yeelen/firmware/kit/settings";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { settingsOfKit } from "../kit/settings";
import type { PlannedKit } from "../scenario/plan";
import type { Body } from "./body";
import { bootRandom } from "./bootRandom";

export interface BoardOptions {
  plan: PlannedKit;
  body: Body;
  seed: number;
  interval_s: number;
  upload_s: number;
  /** Whether the board has a clock of its own; else only the server's answers tell it the time. */
  hasClock: boolean;
}

/**
 * The controller board of a kit: it decides with the firmware's own `Kit`, numbers with the
 * firmware's own numbering, and starts anew whenever its supply comes back.
 */
export class NativeBoard {
  /** Undefined while the board has no supply. */
  kit: Kit | undefined;
  /** Readings that were dropped because the ring was full. */
  dropped = 0;
  /** The row of the last reading, until the next tick. */
  taken: number[] | undefined;
  private bootedAt_ms = 0;
  private boots = 0;
  private stored = NEVER_WRITTEN;
  private storedCounters: number[] = [];
  private numbering = NEVER_WRITTEN;
  private readonly batteryRow = emptyRow();

  constructor(private readonly options: BoardOptions) {}

  outputsOff(): number {
    return this.kit?.outputsOff() ?? 0;
  }

  uptime_s(now_ms: number): number {
    return (now_ms - this.bootedAt_ms) / 1000;
  }

  /** The end of a minute: the board starts, measures or decides, or has lost its supply. */
  tick(now_ms: number): void {
    const { body, interval_s } = this.options;
    const { boardAct, power, sensors } = body;
    this.taken = undefined;
    if (boardAct === "erase-flash" || boardAct === "swap-board") {
      this.stored = NEVER_WRITTEN;
      this.storedCounters = [];
    }
    if (!power.isPowered || boardAct) this.kit = undefined;
    if (!power.isPowered) return;
    if (!this.kit) {
      this.boot(now_ms);
      return;
    }
    const uptime_s = this.uptime_s(now_ms);
    if (uptime_s % interval_s === 0) {
      const row = emptyRow();
      sensors.measureBattery(row);
      sensors.measureRest(row);
      this.take(row, uptime_s);
    } else if (uptime_s % CONTROL_INTERVAL_s === 0) {
      sensors.measureBattery(this.batteryRow);
      this.kit.control(this.batteryRow, uptime_s);
    }
    if (uptime_s % COUNTERS_INTERVAL_s === 0) this.keepCounters(this.kit);
  }

  /** Restarts where the uptime asks for it, as the firmware does. */
  restartInTime(now_ms: number): void {
    if (this.kit && isRestartDue(this.uptime_s(now_ms), this.kit.held())) this.boot(now_ms);
  }

  private take(row: number[], uptime_s: number): void {
    const kit = this.kit as Kit;
    if (kit.nextSequence() >= this.numbering.reserved) {
      this.numbering = { ...this.numbering, reserved: this.numbering.reserved + SEQUENCE_BLOCK };
      this.keep();
    }
    if (kit.held() === RING_CAPACITY) this.dropped += 1;
    kit.take(row, uptime_s);
    this.taken = row;
  }

  private boot(now_ms: number): void {
    const { plan, seed, upload_s, hasClock } = this.options;
    this.bootedAt_ms = now_ms;
    this.boots += 1;
    this.numbering = nextBoot(this.stored, fractionOf(...bootRandom(seed, plan.kit, this.boots)));
    this.keep();
    this.kit = new Kit(
      settingsOfKit({
        incarnation: this.numbering.incarnation,
        boot: this.numbering.boot,
        firstSequence: firstSequence(this.numbering),
        clock_s: hasClock ? Math.round(now_ms / 1000) : 0,
        uploadInterval_s: upload_s,
        battery: plan.type.battery,
        battery_mAh: Math.round(plan.type.battery_Ah * 1000),
        counters: this.storedCounters,
      }),
    );
    this.keepCounters(this.kit);
  }

  private keepCounters(kit: Kit): void {
    this.storedCounters = this.options.body.condition.flashWorn ? [] : kit.countersRecord();
  }

  /** Writes the numbering to flash. Worn flash keeps nothing, and the next boot begins a numbering of its own. */
  private keep(): void {
    this.stored = this.options.body.condition.flashWorn ? NEVER_WRITTEN : this.numbering;
  }
}
