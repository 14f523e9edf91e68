import { Fiber, suspend } from "@devicescript/core";
import { MQTTClient, type MQTTMessage, MQTTState } from "@devicescript/net";
import { sampleWifiRssi_dBm } from "../board/sampler";
import type { Setup } from "../board/setup";
import { uptime_s } from "../board/uptime";
import type { Kit } from "../kit/kit";
import { ACK_TIMEOUT_s } from "../kit/settings";

/** How long a connection may take to open, and the broker to accept it. */
const CONNECT_LIMIT_ms = 15000;
/** The client's own reconnecting and pinging are not wanted: a session is short and ours to repeat. */
const NEVER_ms = 2000000000;
/** The longest that fits the one byte which the client writes it into. */
const KEEP_ALIVE_s = 255;

/** Private parts of the client that need a hand. */
interface ClientInside {
  trace: (line: string) => void;
  buf: Buffer | undefined;
}

/** What the worker is asleep for. The client's own calls put it to sleep too: those are not ours to end. */
const enum Awaited {
  Nothing = 0,
  Look = 1,
  Answer = 2,
}

/** Brings a kit's readings to the server: connects when the kit wants to, sends, waits for the answers, leaves. */
export class Uplink {
  private readonly client: MQTTClient;
  private worker: Fiber;
  private waitsFor = Awaited.Nothing;
  private isListening = false;

  constructor(
    private readonly kit: Kit,
    private readonly setup: Setup,
  ) {
    this.client = new MQTTClient({
      host: setup.host,
      port: setup.port,
      proto: setup.tls ? "tls" : "tcp",
      clientId: setup.kit,
      username: setup.kit,
      password: setup.secret,
      timeout: CONNECT_LIMIT_ms,
      keepAlive: KEEP_ALIVE_s,
      pingInterval: NEVER_ms,
      watchdogInterval: NEVER_ms,
    });
    this.client.onerror.subscribe((error) => console.log("uplink: " + error.message));
    // its trace prints every packet, the password too
    (this.client as unknown as ClientInside).trace = () => {};
    const self = this;
    this.client.onclose.subscribe(() => self.wake(Awaited.Answer));
  }

  /** Works in the background from now on. */
  start(): void {
    const self = this;
    const work = async () => await self.work();
    this.worker = work.start();
  }

  /** Looks whether the kit wants to connect; nothing happens while a session is under way. */
  look(): void {
    this.wake(Awaited.Look);
  }

  /** After a session that failed the next look tries again: a hotspot may be on for ten minutes only. */
  private async work(): Promise<void> {
    for (;;) {
      const isDone = this.kit.due(uptime_s()) ? await this.session() : false;
      if (isDone && this.kit.due(uptime_s())) continue;
      this.waitsFor = Awaited.Look;
      await suspend();
      this.waitsFor = Awaited.Nothing;
    }
  }

  /** One connection. Returns whether the server answered everything it was sent. */
  private async session(): Promise<boolean> {
    let answered = false;
    try {
      // half a packet of the connection before would spoil everything that this one brings
      (this.client as unknown as ClientInside).buf = undefined;
      await this.client.start();
      answered = (await this.listen()) && (await this.deliver());
    } catch (error) {
      // writing to a connection that has just gone; unheard, it would restart the program and lose its readings
      console.log("uplink: " + (error as Error).message);
    }
    await this.client.stop();
    this.kit.disconnected();
    console.log("uplink: " + this.kit.held() + " readings held below " + this.kit.nextSequence());
    return answered;
  }

  /** Subscribes on the first connection; on later ones the client does so by itself. */
  private async listen(): Promise<boolean> {
    const self = this;
    if (this.client.readyState !== MQTTState.Connected) return false;
    if (this.isListening) return true;
    const topic = "kits/" + this.setup.kit + "/ack";
    this.isListening = true;
    await this.client.subscribe(topic, (message: MQTTMessage) => {
      // the client matches topics by their beginning
      if (message.topic === topic) self.kit.receive(message.content, uptime_s());
      self.wake(Awaited.Answer);
    });
    return true;
  }

  private async deliver(): Promise<boolean> {
    const topic = "kits/" + this.setup.kit + "/report";
    const rssi_dBm = await sampleWifiRssi_dBm();
    for (;;) {
      const report = this.kit.nextReport(uptime_s(), rssi_dBm);
      if (report !== undefined) {
        if (!(await this.client.publish(topic, report))) return false;
      } else if (!this.kit.due(uptime_s())) {
        return true;
      } else {
        if (this.client.readyState === MQTTState.Closed) return false;
        this.waitsFor = Awaited.Answer;
        const isNews = await suspend<boolean>(ACK_TIMEOUT_s * 1000);
        this.waitsFor = Awaited.Nothing;
        if (!isNews) return false;
      }
    }
  }

  private wake(cause: Awaited): void {
    if (this.waitsFor === cause && this.worker.suspended) this.worker.resume(true);
  }
}
