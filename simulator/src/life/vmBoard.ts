import { CONTROL_INTERVAL_s } from "@yeelen/firmware/kit/settings";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { FirmwareKit } from "../vm/firmwareKit";
import type { Traffic } from "../vm/mqttExchange";
import { sampleOfRow } from "../vm/sampleOfRow";
import { VirtualClock } from "../vm/virtualClock";
import { bootRandom } from "./bootRandom";
import type { BoardOptions } from "./nativeBoard";
import { type Reach, reachesTo } from "../link/reach";
import { radioShare } from "./radio";

/** So much of a minute is enough for the firmware to measure, decide, find its hotspot and talk to its server. */
const AFTER_TICK_ms = 35_000;

export interface VmBoardOptions extends BoardOptions {
  bytecode: Uint8Array;
  secret: string;
  host: string;
  port: number;
  tls?: boolean;
}

/** The controller board of a kit as a virtual machine that runs the firmware's bytecode. */
export class VmBoard {
  readonly clock: VirtualClock;
  /** Share of the last minute in which the radio was on. */
  radioShare = 0;
  /** What the sensors showed for the last reading, until the next tick. */
  taken: number[] | undefined;
  private readonly flash = { content: new Uint8Array(0) };
  private readonly device: FirmwareKit;
  private isRunning = false;
  private boots = 0;
  private bootedAt_ms = 0;
  private tick_ms: number;
  private panic: number | undefined;
  private reach: Reach = "no-hotspot";

  /** @param start_ms simulated time at which the board is put up */
  constructor(
    private readonly options: VmBoardOptions,
    start_ms: number,
  ) {
    const { plan, body, seed, bytecode, secret, host, port, interval_s, upload_s, hasClock, tls } = options;
    this.tick_ms = start_ms;
    this.clock = new VirtualClock(start_ms);
    this.device = new FirmwareKit({
      kitId: plan.kit,
      secret,
      host,
      port,
      interval_s,
      upload_s,
      hasClock,
      ...(tls && { tls }),
      battery: plan.type.battery,
      battery_mAh: Math.round(plan.type.battery_Ah * 1000),
      clock: this.clock,
      bytecode,
      flash: this.flash,
      random: (size) => {
        const four = bootRandom(seed, plan.kit, this.boots);
        return Uint8Array.from({ length: size }, (_, i) => four[i % four.length] as number);
      },
      reach: () => this.reach,
      onLook: () => {
        this.radioShare = Math.max(this.radioShare, radioShare(true, false));
      },
      onConnect: () => {
        this.radioShare = Math.max(this.radioShare, radioShare(true, reachesTo(this.reach, "connected")));
      },
      fateOf: () => body.link.exchange(body.condition),
      onBoot: () => {
        this.boots += 1;
        this.bootedAt_ms = this.tick_ms;
        if (body.condition.flashWorn) this.flash.content = new Uint8Array(0);
      },
      onPanic: (code) => {
        this.panic = code;
      },
    });
  }

  /** Messages of the kit so far. */
  get traffic(): Traffic {
    return this.device.traffic;
  }

  outputsOff(): number {
    return this.isRunning ? this.device.outputsOff() : 0;
  }

  /**
   * The end of a minute: the board starts, measures or decides, or has lost its supply.
   *
   * @throws Error where the firmware panicked
   */
  async tick(now_ms: number, signal?: AbortSignal): Promise<void> {
    const { boardAct, power, reach } = this.options.body;
    this.radioShare = 0;
    this.taken = undefined;
    if (this.isRunning && (!power.isPowered || boardAct)) this.halt();
    if (boardAct === "erase-flash" || boardAct === "swap-board") this.flash.content = new Uint8Array(0);
    if (this.isRunning) {
      this.tick_ms = now_ms;
      this.show(now_ms);
    }
    // a firmware that looks for the hotspot all the time finds it when the minute begins, not before
    await this.clock.run(now_ms, signal);
    this.reach = reach;
    if (!this.isRunning && power.isPowered) {
      this.tick_ms = now_ms;
      this.isRunning = true;
      await this.device.start();
    }
    await this.clock.run(now_ms + AFTER_TICK_ms, signal);
    if (this.panic !== undefined) {
      throw new Error(`the firmware of ${this.options.plan.kit} panicked with code ${this.panic}`);
    }
  }

  stop(): void {
    if (this.isRunning) this.halt();
  }

  private halt(): void {
    this.device.stop();
    this.isRunning = false;
  }

  /** What the sensors will show in this tick. A native board measures in the same minutes, so both draw the same noise. */
  private show(now_ms: number): void {
    const { body, interval_s } = this.options;
    const uptime_s = (now_ms - this.bootedAt_ms) / 1000;
    const isSlot = uptime_s % interval_s === 0;
    if (!isSlot && uptime_s % CONTROL_INTERVAL_s !== 0) return;
    const row = emptyRow();
    body.sensors.measureBattery(row);
    if (isSlot) {
      body.sensors.measureRest(row);
      this.taken = row;
    }
    this.device.set({ ...sampleOfRow(row), wifiRssi_dBm: body.wifiRssi_dBm });
  }
}
