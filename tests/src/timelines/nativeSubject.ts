import { batteryProfile } from "@yeelen/firmware/kit/battery";
import { Kit } from "@yeelen/firmware/kit/kit";
import { FIRMWARE_VERSION, READINGS_PER_REPORT, RING_bytes } from "@yeelen/firmware/kit/settings";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { Flash } from "@yeelen/simulator/kit/flash";
import type { Exchange, FlashState, Subject } from "./driver";
import { STEP_s } from "./timeline";

/** A message and its answer take so long. */
const EXCHANGE_s = 2;

/** The firmware's own decisions in Node, on a board whose flash is simulated. */
export class NativeSubject implements Subject {
  private readonly flash = new Flash();
  private flashState: FlashState = "sound";
  private kit: Kit | undefined;
  private uptime_s = 0;
  private last = { incarnation: 0, sequence: 0 };

  constructor(private readonly upload_s: number) {}

  powerOn(random: number): void {
    this.uptime_s = 0;
    if (this.flashState === "worn") this.flash.erase();
    this.kit = new Kit({
      flash: this.flash.records(),
      random,
      rest: () => undefined,
      resetCause: 0,
      firmware: FIRMWARE_VERSION,
      clock_s: 0,
      interval_s: STEP_s,
      uploadInterval_s: this.upload_s,
      ring_bytes: RING_bytes,
      readingsPerReport: READINGS_PER_REPORT,
      battery: batteryProfile("lifepo4-4s", 7000),
    });
    this.write();
  }

  powerOff(): void {
    this.kit = undefined;
  }

  step(row: number[], exchange: Exchange | undefined, writes: number | undefined): void {
    const kit = this.kit as Kit;
    this.uptime_s += STEP_s;
    kit.take(row, this.uptime_s);
    this.last = { sequence: kit.nextSequence() - 1, incarnation: kit["store"].ring.incarnation };
    this.write(writes);
    if (exchange && writes === undefined) this.upload(kit, exchange);
  }

  setFlash(state: FlashState): void {
    this.flashState = state;
  }

  isFlashSound(): boolean {
    return this.flashState === "sound";
  }

  eraseFlash(): void {
    this.flash.erase();
  }

  taken() {
    return this.last;
  }

  held(): number {
    return this.kit?.held() ?? 0;
  }

  untold(): [number, number, number][] {
    const numbers = this.kit?.["store"].untold["dropped"] ?? [];
    return Array.from({ length: numbers.length / 3 }, (_, i) => numbers.slice(3 * i, 3 * i + 3) as never);
  }

  private write(most = Number.POSITIVE_INFINITY): void {
    const kit = this.kit as Kit;
    for (let i = 0; i < most; i++) {
      const work = kit.flashWork(this.uptime_s);
      if (!work) return;
      kit.flashDone(this.flashState === "sound" && this.flash.write(work));
    }
  }

  private upload(kit: Kit, exchange: Exchange): void {
    let now_s = this.uptime_s;
    while (kit.due(now_s)) {
      const next = kit.nextReport(now_s, NOT_MEASURED);
      if (!next) break;
      const report = Buffer.from(next);
      const { answers, isOver } = exchange(report);
      now_s += EXCHANGE_s;
      for (const ack of answers) kit.receive(ack, now_s);
      if (isOver) break;
    }
    kit.disconnected();
  }
}
