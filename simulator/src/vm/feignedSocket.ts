import { EventEmitter } from "node:events";
import type { Reach } from "../link/reach";
import type { VmSocket } from "./section";

const CONNECT = 0x10;
const ACCEPTED = [0x20, 2, 0, 0];
/** "Server unavailable" (MQTT 3.1.1, section 3.2.2.3). */
const UNAVAILABLE = [0x20, 2, 0, 3];

/** What the chip's runtime says where a connection does not open. */
export const CANNOT_RESOLVE = "can't resolve host";
export const CANNOT_CONNECT = "can't connect";

/**
 * A socket over a network on which a connection does not come far: it fails as the chip's runtime
 * says it, or opens onto a server that refuses, or onto one that is never heard again.
 */
export class FeignedSocket implements VmSocket {
  private readonly events = new EventEmitter();
  private isOver = false;

  /**
   * @param reach how far it comes, `accepted` at best
   * @param later does something soon, and lets the device look at it
   */
  constructor(
    private readonly reach: Reach,
    private readonly later: (act: () => void) => void,
  ) {
    later(() => {
      if (reach === "connected" || reach === "accepted") this.tell("connect");
      else this.fail(reach === "resolved" ? CANNOT_CONNECT : CANNOT_RESOLVE);
    });
  }

  on(event: string, listener: (...values: unknown[]) => void): void {
    this.events.on(event, listener);
  }

  once(event: string, listener: (...values: unknown[]) => void): void {
    this.events.once(event, listener);
  }

  write(bytes: Uint8Array): void {
    if (bytes[0] !== CONNECT) return;
    this.later(() => {
      if (this.reach === "accepted") {
        this.tell("data", Buffer.from(ACCEPTED));
      } else {
        this.tell("data", Buffer.from(UNAVAILABLE));
        this.tell("close");
      }
    });
  }

  end(): void {
    this.isOver = true;
    this.events.removeAllListeners();
  }

  private fail(reason: string): void {
    this.tell("error", new Error(reason));
    this.tell("close");
  }

  private tell(event: string, ...values: unknown[]): void {
    if (!this.isOver && this.events.listenerCount(event) > 0) this.events.emit(event, ...values);
  }
}
