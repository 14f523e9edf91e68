import { EventEmitter } from "node:events";
import type { VmSocket } from "./section";

/** The socket of a device that has no network: it fails as soon as anybody listens. */
export class DeadSocket implements VmSocket {
  private readonly events = new EventEmitter();

  constructor(later: (action: () => void) => void) {
    later(() => {
      if (this.events.listenerCount("error") > 0) this.events.emit("error", new Error("network is unreachable"));
      this.events.emit("close");
    });
  }

  on(event: string, listener: (...values: unknown[]) => void): void {
    this.events.on(event, listener);
  }

  once(event: string, listener: (...values: unknown[]) => void): void {
    this.events.once(event, listener);
  }

  write(): void {
    // nobody hears it
  }

  end(): void {
    this.events.removeAllListeners();
  }
}
