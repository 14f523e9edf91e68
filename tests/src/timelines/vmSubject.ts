import net from "node:net";
import { type Random, randomOf } from "@yeelen/simulator/random";
import type { Flash } from "@yeelen/simulator/vm/device";
import { FirmwareKit } from "@yeelen/simulator/vm/firmwareKit";
import { sampleOfRow } from "@yeelen/simulator/vm/sampleOfRow";
import { VirtualClock } from "@yeelen/simulator/vm/virtualClock";
import { Aedes, type Client } from "aedes";
import type { Exchange, FlashState, Subject } from "./driver";
import { hasJunk, junkFor, noJunk, withoutJunk } from "./junk";
import { STEP_s } from "./timeline";

/** After a reading the kit writes its flash and uploads; the next step begins between two looks at its battery. */
const AFTER_SLOT_s = 330;
/** By then a kit that was switched on has read its flash and set numbers aside. */
const STARTED_s = 3;
/** Power goes so long after a reading where it goes while flash is written. */
const CUT_s = 10;
const KIT = "kit-1";

/** The firmware's bytecode on a simulated board, with a clock and a broker of its own. */
export class VmSubject implements Subject {
  readonly panics: number[] = [];
  private readonly clock = new VirtualClock(Date.UTC(2026, 0, 1));
  private readonly flash = new CutFlash();
  private readonly kit: FirmwareKit;
  private readonly random: Random;
  private bytes: Random = () => 0;
  private startedAt_ms = 0;
  private steps = 0;
  private exchange: Exchange | undefined;
  private flashState: FlashState = "sound";
  private isOn = false;
  /** As its last session left it, and readings taken since. */
  private left = 0;
  private since = 0;

  private constructor(
    bytecode: Uint8Array,
    private readonly broker: Aedes,
    private readonly server: net.Server,
    { upload_s, seed }: { upload_s: number; seed: number },
  ) {
    this.random = randomOf(seed, "connections");
    broker.authenticate = (_client, _user, _password, done) => done(null, true);
    broker.on("publish", ({ topic, payload }, client) => {
      if (client && topic === `kits/${KIT}/report`) void this.answer(payload as Buffer, client);
    });
    this.kit = new FirmwareKit({
      kitId: KIT,
      secret: "secret",
      host: "127.0.0.1",
      port: (server.address() as net.AddressInfo).port,
      interval_s: STEP_s,
      upload_s,
      battery_mAh: 7000,
      clock: this.clock,
      bytecode,
      flash: this.flash,
      random: (size) => Uint8Array.from({ length: size }, () => Math.floor(256 * this.bytes())),
      reach: () => {
        if (!this.exchange) return "no-hotspot";
        return this.exchange.isHalfOpen && this.random() < 0.6 ? "accepted" : "acknowledged";
      },
      onLog: (line) => {
        const [, held] = /(\d+) held below/.exec(line) ?? [];
        if (held === undefined) return;
        this.left = Number(held);
        this.since = 0;
      },
      onPanic: (code) => this.panics.push(code),
    });
  }

  /** @param life how often it uploads, and what decides on chance */
  static async create(bytecode: Uint8Array, life: { upload_s: number; seed: number }): Promise<VmSubject> {
    const broker = await Aedes.createBroker();
    const server = net.createServer((socket) => broker.handle(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new VmSubject(bytecode, broker, server, life);
  }

  async close(): Promise<void> {
    this.powerOff();
    await new Promise<void>((resolve) => this.broker.close(resolve));
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async powerOn(random: number): Promise<void> {
    if (this.flashState === "worn") this.eraseFlash();
    this.bytes = randomOf(Math.floor(4_294_967_296 * random), "board");
    this.flash.left = Number.POSITIVE_INFINITY;
    if (this.flashState === "sound") this.flash.content = withoutJunk(this.flash.content);
    this.exchange = undefined;
    this.steps = 0;
    this.since = 0;
    this.left = 0;
    this.startedAt_ms = this.clock.now();
    this.isOn = true;
    await this.kit.start();
    await this.clock.run(this.startedAt_ms + STARTED_s * 1000);
    this.fillFlash();
  }

  powerOff(): void {
    if (this.isOn) this.kit.stop();
    this.isOn = false;
  }

  async step(row: number[], exchange: Exchange | undefined, writes: number | undefined): Promise<void> {
    const { clock, kit, flash } = this;
    this.exchange = writes === undefined ? exchange : undefined;
    kit.set(sampleOfRow(row));
    this.steps += 1;
    const slot_ms = this.startedAt_ms + this.steps * STEP_s * 1000;
    // shortly before, the kit writes what it has written every minute
    await clock.run(slot_ms - 1000);
    if (writes !== undefined) flash.left = writes;
    this.since += 1;
    await clock.run(slot_ms + (writes === undefined ? AFTER_SLOT_s : CUT_s) * 1000);
  }

  setFlash(state: FlashState): void {
    this.flashState = state;
    if (this.isOn) this.fillFlash();
  }

  eraseFlash(): void {
    this.flash.left = Number.POSITIVE_INFINITY;
    this.flash.content = new Uint8Array(0);
  }

  /** The oracle looks for a reading by its stamp; no kit of some days may thin any. */
  taken() {
    return { incarnation: -1, sequence: -1 };
  }

  held(): number {
    return this.left + this.since;
  }

  untold(): [number, number, number][] {
    return [];
  }

  /** While it runs, a flash that is too full to delete anything stays so until the kit has let something go. */
  isFlashSound(): boolean {
    return this.flashState === "sound" && !hasJunk(this.flash.content);
  }

  /** A machine that runs cannot lose what it reads back: a worn flash is a full one that is erased at every start. */
  private fillFlash(): void {
    const isFull = this.flashState !== "sound";
    const { content } = this.flash;
    if (isFull !== hasJunk(content)) this.kit.writeSettings(isFull ? junkFor(content) : noJunk());
  }

  private async answer(report: Buffer, client: Client): Promise<void> {
    if (!this.exchange) return;
    const { answers, isOver } = this.exchange(report);
    for (const payload of answers) {
      await new Promise<void>((resolve) => {
        client.publish(
          { cmd: "publish", qos: 0, retain: false, dup: false, topic: `kits/${KIT}/ack`, payload } as never,
          () => resolve(),
        );
      });
    }
    if (isOver) client.close();
  }
}

/** A flash that keeps what was written before its power went. */
class CutFlash implements Flash {
  /** How many writes are still kept. */
  left = Number.POSITIVE_INFINITY;
  private kept: Uint8Array = new Uint8Array(0);

  get content(): Uint8Array {
    return this.kept;
  }

  set content(content: Uint8Array) {
    if (this.left <= 0) return;
    this.left -= 1;
    this.kept = content;
  }
}
