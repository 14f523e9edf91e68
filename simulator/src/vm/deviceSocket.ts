import { EventEmitter } from "node:events";
import net from "node:net";
import tls from "node:tls";
import type { Fate } from "../kit/mqttUplink";
import type { Clock, Hold } from "./clock";
import { CANNOT_CONNECT, CANNOT_RESOLVE } from "./feignedSocket";
import { MqttExchange, type Traffic } from "./mqttExchange";
import type { VmSocket } from "./section";

/** How much real time a server has to answer before a simulated kit's own time goes on without it. */
const ANSWER_LIMIT_ms = 5000;
const CLOSE_LIMIT_ms = 1000;

/** First byte of an MQTT packet (3.1.1, section 3.14). */
const DISCONNECT = 0xe0;

/**
 * A real socket of a simulated device. It holds the device's clock while it connects, while the
 * server owes an answer, and until the connection is closed.
 */
export class DeviceSocket implements VmSocket {
  private readonly events = new EventEmitter();
  private readonly exchange: MqttExchange;
  private readonly socket: net.Socket;
  private waiting: Hold | undefined;
  private isOpen = false;
  /** The network is gone: whatever still comes is not heard. */
  private isDeaf = false;

  /**
   * @param onActivity called after the device was told something, so that it looks at once
   * @param traffic counts what is sent and received
   * @param fateOf asked before each report what the network does to it
   */
  constructor(
    protocol: "tcp" | "tls",
    host: string,
    port: number,
    private readonly clock: Clock,
    private readonly onActivity: () => void,
    private readonly traffic: Traffic,
    private readonly fateOf: (() => Fate) | undefined,
  ) {
    this.exchange = new MqttExchange(traffic);
    this.socket = protocol === "tls" ? tls.connect({ host, port }) : net.createConnection({ host, port });
    this.wait(ANSWER_LIMIT_ms);
    this.socket.setNoDelay();
    this.socket.on(protocol === "tls" ? "secureConnect" : "connect", () => {
      this.isOpen = true;
      this.release();
      this.tell("connect");
    });
    this.socket.on("data", (bytes: Buffer) => {
      this.exchange.received(bytes);
      if (!this.exchange.isWaiting()) this.release();
      if (!this.isDeaf) this.tell("data", bytes);
      else if (!this.exchange.isWaiting()) this.socket.destroy();
    });
    this.socket.on("error", (error: Error) => {
      this.release();
      this.tell("error", this.isOpen ? error : new Error(asTheChipSays(error)));
    });
    this.socket.on("close", () => {
      this.release();
      this.tell("close");
    });
  }

  on(event: string, listener: (...values: unknown[]) => void): void {
    this.events.on(event, listener);
  }

  once(event: string, listener: (...values: unknown[]) => void): void {
    this.events.once(event, listener);
  }

  write(bytes: Uint8Array): void {
    const { reports } = this.traffic;
    const asks = this.exchange.sent(bytes);
    const fate = this.traffic.reports > reports ? this.fateOf?.() : undefined;
    if (fate?.isReportLost) {
      this.isDeaf = true;
      this.wait(CLOSE_LIMIT_ms);
      this.socket.destroy();
      return;
    }
    // the connection breaks once the report is there: a broker may drop what a client that has gone sent before its welcome
    if (fate?.isAckLost) this.isDeaf = true;
    this.socket.write(bytes);
    if (asks) this.wait(ANSWER_LIMIT_ms);
    // its answer is that the server hangs up
    else if (bytes[0] === DISCONNECT) this.wait(CLOSE_LIMIT_ms);
  }

  /** The device hangs up. */
  end(): void {
    this.events.removeAllListeners();
    this.wait(CLOSE_LIMIT_ms);
    this.socket.end();
    // a server that does not hang up in its turn must not keep the socket
    this.socket.setTimeout(CLOSE_LIMIT_ms, () => this.socket.destroy());
  }

  /** The device is gone: nothing stays. */
  destroy(): void {
    this.events.removeAllListeners();
    this.socket.removeAllListeners();
    this.socket.on("error", () => undefined);
    this.socket.destroy();
    this.release();
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  private tell(event: string, ...values: unknown[]): void {
    if (this.events.listenerCount(event) === 0) return;
    this.events.emit(event, ...values);
    this.onActivity();
  }

  private wait(limit_ms: number): void {
    this.release();
    this.waiting = this.clock.hold(limit_ms);
  }

  private release(): void {
    this.waiting?.release();
    this.waiting = undefined;
  }
}

/** What the chip's runtime says where a connection does not open. */
function asTheChipSays(error: Error & { code?: string }): string {
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") return CANNOT_RESOLVE;
  const isConnected = error.code !== "ECONNREFUSED" && error.code !== "ETIMEDOUT" && error.code !== "EHOSTUNREACH";
  return isConnected ? `mbedtls_ssl_handshake: ${error.message}` : CANNOT_CONNECT;
}
