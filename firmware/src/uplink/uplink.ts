import * as ds from "@devicescript/core";
import { type Fiber, millis, sleep, suspend } from "@devicescript/core";
import { Radio } from "../board/radio";
import type { Setup } from "../board/setup";
import { uptime_s } from "../board/uptime";
import { Stage } from "../kit/attempts";
import type { Kit } from "../kit/kit";
import { ACK_TIMEOUT_s } from "../kit/settings";
import { ackTopic, Incoming, PacketStream, reportPackets } from "./packets";

/** Finding the server, TCP and TLS: four round trips or more over 2G, and a phone that has to wake up. Chosen. */
const OPEN_LIMIT_ms = 30000;
/** The kit would send again after `ACK_TIMEOUT_s`, in whole seconds: not over a connection that is silent. */
const ANSWER_LIMIT_ms = ACK_TIMEOUT_s * 1000 - 1000;
/** How long a server may take to hang up in its turn. Chosen. */
const CLOSE_LIMIT_ms = 2000;
/**
 * From one look for the hotspot to the next. Chosen: one that appears just behind a look is found 27 s
 * later, so that it is used within 30 s, and the radio is on for two seconds in 25.
 */
const LOOK_INTERVAL_ms = 25000;

/** The runtime's one socket; a negative port asks for TLS. */
interface RuntimeSocket {
  _socketOpen: (host: string, port: number) => number;
  _socketClose: () => number;
  /** 0 = taken. */
  _socketWrite: (bytes: Buffer) => number;
  _socketOnEvent: (event: "open" | "data" | "close" | "error", value: Buffer | string) => void;
}
const runtime = ds as unknown as RuntimeSocket;

/** By then the bus has said who is there. The runtime starts with its radio on and would look for the hotspot after 2 s. */
const SETTLE_ms = 1500;

/** What the worker is asleep for. Other calls put it to sleep too: those are not ours to end. */
const enum Awaited {
  Nothing = 0,
  Look = 1,
  News = 2,
}

/** Brings a kit's readings to the server: connects when the kit wants to, sends, waits for the answers, leaves. */
export class Uplink {
  private readonly radio = new Radio();
  private worker: Fiber;
  private waitsFor = Awaited.Nothing;
  private reached = Stage.NoHotspot;
  private isAnswered = false;
  private stream = new PacketStream();
  private isOpen = false;
  private isOver = false;
  private hasNews = false;

  constructor(
    private readonly kit: Kit,
    private readonly setup: Setup,
  ) {}

  /** Works in the background from now on. */
  start(): void {
    const self = this;
    runtime._socketOnEvent = (event, value) => {
      self.hasNews = true;
      if (event === "open") self.isOpen = true;
      // without memory for it a value is absent
      else if (event !== "data" || !value || !self.stream.add(value as Buffer)) self.isOver = true;
      if (event === "error" && value) self.fail(value as string);
      // a connection that opens when nobody waits for it any more
      if (event === "open" && self.waitsFor !== Awaited.News) runtime._socketClose();
      self.wake(Awaited.News);
    };
    const work = async () => await self.work();
    this.worker = work.start();
  }

  /** Looks whether the kit wants to connect; nothing happens while a session is under way. */
  look(): void {
    this.wake(Awaited.Look);
  }

  /**
   * While there is no hotspot the kit looks for it again and again, for it may be on for ten minutes
   * only. After an attempt that failed otherwise the next look tries again, where the kit still wants to.
   */
  private async work(): Promise<void> {
    const { kit, radio } = this;
    await sleep(SETTLE_ms);
    for (;;) {
      const began_ms = millis();
      let isDone = false;
      this.reached = Stage.Joined;
      if (kit.due(uptime_s())) {
        this.reached = await radio.join();
        this.isAnswered = false;
        if (this.reached === Stage.Joined) isDone = await this.session();
        if (!this.isAnswered) kit.attempted(this.reached, uptime_s());
      }
      if (isDone && kit.due(uptime_s())) continue;
      await radio.off();
      if (this.reached === Stage.NoHotspot) await sleep(LOOK_INTERVAL_ms + began_ms - millis());
      else await this.rest(Awaited.Look);
    }
  }

  /** One connection. Returns whether the server answered everything it was sent. */
  private async session(): Promise<boolean> {
    const { setup } = this;
    let isDone = false;
    this.stream = new PacketStream();
    this.isOpen = false;
    this.isOver = false;
    try {
      runtime._socketOpen(setup.host, setup.tls ? -setup.port : setup.port);
      await this.rest(Awaited.News, OPEN_LIMIT_ms);
      if (this.isOpen) {
        this.reached = Stage.Connected;
        isDone = await this.deliver();
        // one that is still being opened is not to be closed: its TLS state is in use
        runtime._socketClose();
      }
    } catch (error) {
      // unheard, it would restart the program and lose its readings
      this.fail((error as Error).message);
    }
    this.kit.disconnected();
    console.log(this.kit.held() + " held below " + this.kit.nextSequence());
    return isDone;
  }

  /** Notes why a connection failed; the runtime's words say how far it came. */
  private fail(reason: string): void {
    console.log("uplink: " + reason);
    if (reason.indexOf("can't connect") >= 0) this.reached = Stage.Resolved;
    else if (reason.indexOf("mbedtls") >= 0) this.reached = Stage.Connected;
  }

  private async deliver(): Promise<boolean> {
    const { kit, setup, stream, radio } = this;
    let isFirst = true;
    let limit_ms = 0;
    for (;;) {
      this.hasNews = false;
      if (stream.next()) {
        if (!this.hear()) return false;
        // the runtime ends a program that runs for 131,072 steps at a stretch: each answer and each report gets its own
        await sleep(1);
        continue;
      }
      const up_s = uptime_s();
      if (!kit.due(up_s)) break;
      const report = isFirst || millis() < limit_ms ? kit.nextReport(up_s, radio.rssi_dBm) : undefined;
      if (report) {
        if (runtime._socketWrite(reportPackets(setup.kit, setup.secret, report, isFirst)) !== 0) return false;
        limit_ms = millis() + ANSWER_LIMIT_ms;
        isFirst = false;
      }
      const left_ms = limit_ms - millis();
      if (this.isOver || left_ms <= 0) return false;
      if (!this.hasNews) await this.rest(Awaited.News, left_ms);
    }
    // "good bye" (3.14); the broker hangs up
    runtime._socketWrite(Buffer.from([0xe0, 0]));
    if (!this.isOver) await this.rest(Awaited.News, CLOSE_LIMIT_ms);
    return true;
  }

  /** Takes the packet that has come. Returns whether the broker lets the kit stay. */
  private hear(): boolean {
    const { stream, setup } = this;
    const { kind, body } = stream;
    if (kind === Incoming.Publish) {
      const message = stream.messageTo(ackTopic(setup.kit));
      if (message && this.kit.receive(message, uptime_s())) this.isAnswered = true;
      return true;
    }
    const code = kind === Incoming.ConnectAck ? body[1] : kind === Incoming.SubscribeAck ? body[2] : 0;
    if (code !== 0) console.log("uplink: refused, " + kind + " " + code);
    else if (kind === Incoming.ConnectAck) this.reached = Stage.Accepted;
    return code === 0;
  }

  private async rest(cause: Awaited, limit_ms?: number): Promise<void> {
    this.waitsFor = cause;
    await suspend(limit_ms);
    this.waitsFor = Awaited.Nothing;
  }

  private wake(cause: Awaited): void {
    if (this.waitsFor === cause && this.worker.suspended) this.worker.resume(true);
  }
}
