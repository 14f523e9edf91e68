import { type Reach, reachesTo } from "../link/reach";
import type { Clock, Timer } from "./clock";

/** Events of the Wi-Fi service: https://microsoft.github.io/jacdac-docs/services/wifi/ */
const GOT_IP = 0x01;
const LOST_IP = 0x02;
const SCAN_COMPLETE = 0x80;

/** As the runtime does it: the first scan after a start, and from one to the next while it is not joined. */
const FIRST_SCAN_ms = 2048;
const SCAN_INTERVAL_ms = 10_240;
/** 13 channels at 120 ms, the default dwell of the ESP32. */
const SCAN_ms = 1600;
/** Association and an address: chosen. */
const JOIN_ms = 900;

/** What the Wi-Fi service shows as its signal while it has not joined a network. */
export const NOT_JOINED_dBm = -128;

/** The Wi-Fi of a simulated board: it scans for the hotspot and joins it as the chip's runtime does. */
export class WifiStation {
  /** Time in which it was on, up to its last switching off. */
  private wasOn_ms = 0;
  private onSince_ms: number | undefined;
  private hasJoined = false;
  private next: Timer | undefined;

  /**
   * @param reach asked whenever it matters
   * @param tell puts an event of the service on the bus
   */
  constructor(
    private readonly clock: Clock,
    private readonly reach: () => Reach,
    private readonly tell: (event: number, data: Uint8Array) => void,
  ) {}

  /** The board starts, or starts anew: the runtime begins with its radio on. */
  start(): void {
    this.stop();
    this.onSince_ms = this.clock.now();
    this.after(FIRST_SCAN_ms, () => this.scan());
  }

  stop(): void {
    this.enable(false, true);
  }

  /** Switches the radio on or off. */
  enable(isOn: boolean, isSilent = false): void {
    if (isOn === (this.onSince_ms !== undefined)) return;
    if (isOn) {
      this.onSince_ms = this.clock.now();
      this.scan();
      return;
    }
    this.wasOn_ms = this.on_ms();
    this.onSince_ms = undefined;
    if (this.next) this.clock.clearTimeout(this.next);
    this.next = undefined;
    if (this.hasJoined && !isSilent) this.tell(LOST_IP, new Uint8Array(0));
    this.hasJoined = false;
  }

  /** Time in which the radio was on, in ms. */
  on_ms(): number {
    return this.wasOn_ms + (this.onSince_ms === undefined ? 0 : this.clock.now() - this.onSince_ms);
  }

  /** Whether the hotspot is joined; where it has gone meanwhile, it is looked for again. */
  isJoined(): boolean {
    if (this.hasJoined && !reachesTo(this.reach(), "joined")) {
      this.hasJoined = false;
      this.tell(LOST_IP, new Uint8Array(0));
      this.after(SCAN_INTERVAL_ms, () => this.scan());
    }
    return this.hasJoined;
  }

  private scan(): void {
    this.after(SCAN_ms, () => {
      const isNear = reachesTo(this.reach(), "hotspot");
      const networks = isNear ? 1 : 0;
      this.tell(SCAN_COMPLETE, Uint8Array.of(networks, 0, networks, 0));
      if (isNear) this.after(JOIN_ms, () => this.join());
      else this.after(SCAN_INTERVAL_ms - SCAN_ms, () => this.scan());
    });
  }

  private join(): void {
    this.hasJoined = reachesTo(this.reach(), "joined");
    if (this.hasJoined) this.tell(GOT_IP, new Uint8Array(0));
    else this.after(SCAN_INTERVAL_ms, () => this.scan());
  }

  private after(delay_ms: number, act: () => void): void {
    this.next = this.clock.setTimeout(act, delay_ms);
  }
}
