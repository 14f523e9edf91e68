import { Command } from "@yeelen/firmware/kit/commands";
import { Kit } from "@yeelen/firmware/kit/kit";
import { fractionOf } from "@yeelen/firmware/kit/numbering";
import { isRestartDue } from "@yeelen/firmware/kit/restart";
import { CONTROL_INTERVAL_s } from "@yeelen/firmware/kit/settings";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { Flash, keepFlash } from "../kit/flash";
import { settingsOfKit } from "../kit/settings";
import type { PlannedKit } from "../scenario/plan";
import type { Body } from "./body";
import { bootRandom } from "./bootRandom";

/** The firmware lights the lamps for three seconds and measures. */
const LAMP_TEST_s = 4;

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
  /** The row of the last reading, until the next tick. */
  taken: number[] | undefined;
  private bootedAt_ms = 0;
  private boots = 0;
  /** What outlives a reset. */
  readonly flash = new Flash();
  private droppedBefore = 0;
  private readonly batteryRow = emptyRow();

  constructor(private readonly options: BoardOptions) {}

  /** Readings that made room for others. */
  get dropped(): number {
    return this.droppedBefore + (this.kit?.thinned() ?? 0);
  }

  outputsOff(): number {
    return this.kit?.outputsOff() ?? 0;
  }

  uptime_s(now_ms: number): number {
    return (now_ms - this.bootedAt_ms) / 1000;
  }

  /** The end of a minute: the board starts, measures or decides, or has lost its supply. */
  tick(now_ms: number): void {
    const { body } = this.options;
    const { boardAct, power, sensors } = body;
    this.taken = undefined;
    if (boardAct === "erase-flash" || boardAct === "swap-board") {
      this.flash.erase();
    }
    if (!power.isPowered || boardAct) this.halt();
    if (!power.isPowered) return;
    if (!this.kit) {
      this.boot(now_ms);
      return;
    }
    const uptime_s = this.uptime_s(now_ms);
    if (uptime_s % this.kit.interval_s() === 0) {
      const row = emptyRow();
      sensors.measureBattery(row);
      sensors.measureRest(row);
      this.kit.take(row, uptime_s);
      this.taken = row;
    } else if (uptime_s % CONTROL_INTERVAL_s === 0) {
      sensors.measureBattery(this.batteryRow);
      this.kit.control(this.batteryRow, uptime_s);
    }
    this.keep(this.kit, uptime_s);
    if (this.kit.isToDo(Command.LampTest)) this.testLamps(this.kit, uptime_s);
  }

  /** Takes one reading more, as the firmware does with all lamps lit; these stay as their household wants them. */
  private testLamps(kit: Kit, uptime_s: number): void {
    const row = emptyRow();
    this.options.body.sensors.measureRest(row);
    kit.take(row, uptime_s + LAMP_TEST_s);
  }

  /** Restarts where the provider or the uptime asks for it, as the firmware does. */
  restartInTime(now_ms: number): void {
    const { kit } = this;
    if (!kit) return;
    const uptime_s = this.uptime_s(now_ms);
    if (!kit.isToDo(Command.Restart) && !isRestartDue(uptime_s, kit.held())) return;
    kit.beforeRestart();
    this.keep(kit, uptime_s);
    this.boot(now_ms);
  }

  private boot(now_ms: number): void {
    const { plan, seed, interval_s, upload_s, hasClock, body } = this.options;
    this.halt();
    this.bootedAt_ms = now_ms;
    this.boots += 1;
    if (body.condition.flashWorn) this.flash.erase();
    this.kit = new Kit(
      settingsOfKit({
        flash: this.flash.records(),
        random: fractionOf(...bootRandom(seed, plan.kit, this.boots)),
        clock_s: hasClock ? Math.round(now_ms / 1000) : 0,
        interval_s,
        uploadInterval_s: upload_s,
        battery: plan.type.battery,
        battery_mAh: Math.round(plan.type.battery_Ah * 1000),
      }),
    );
    this.keep(this.kit, 0);
  }

  private halt(): void {
    this.droppedBefore = this.dropped;
    this.kit = undefined;
  }

  /** Writes to flash what the kit wants kept. Worn flash keeps nothing, and the next boot begins a numbering of its own. */
  private keep(kit: Kit, uptime_s: number): void {
    keepFlash(kit, uptime_s, this.options.body.condition.flashWorn ? undefined : this.flash);
  }
}
