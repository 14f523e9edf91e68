import type { Clock, Timer } from "./clock";
import { GET_REGISTER, INTENSITY, READING, SET_REGISTER } from "./jacdac";

/** Service classes of what a person sees and presses, in the order of a board's services. */
export const FRONT_PLATE = [0x1cab054c, 0x1473a263];
const LIGHT = 0;
export const BUTTON = 1;

/** Events of a button. How long it is held, in ms, comes with the last two. */
const DOWN = 0x01;
const UP = 0x02;
const HOLD = 0x81;
/** How often a button that is held says so. */
const HOLD_INTERVAL_ms = 500;
const NOTHING = new Uint8Array(0);

/** A kit's status light and its button, as the runtime of a real board serves them. */
export class FrontPlate {
  private intensity = new Uint8Array(2);
  private timers: Timer[] = [];
  private clock: Clock | undefined;
  private pressedAt_ms: number | undefined;

  /** @param tell puts an event of the button on the bus */
  constructor(private readonly tell: (event: number, data: Uint8Array) => void) {}

  start(clock: Clock): void {
    this.clock = clock;
    this.intensity = new Uint8Array(2);
  }

  stop(): void {
    for (const timer of this.timers) this.clock?.clearTimeout(timer);
    this.timers = [];
    this.pressedAt_ms = undefined;
  }

  /** Presses the button for so long. */
  press(duration_ms: number): void {
    const { clock } = this;
    if (!clock || this.pressedAt_ms !== undefined) return;
    const began_ms = clock.now();
    this.pressedAt_ms = began_ms;
    this.tell(DOWN, NOTHING);
    const hold = () => {
      this.tell(HOLD, u32(clock.now() - began_ms));
      this.timers[0] = clock.setTimeout(hold, HOLD_INTERVAL_ms);
    };
    const release = () => {
      this.stop();
      this.tell(UP, u32(clock.now() - began_ms));
    };
    this.timers = [clock.setTimeout(hold, HOLD_INTERVAL_ms), clock.setTimeout(release, duration_ms)];
  }

  /** How bright the status light is, 0 to 1. */
  brightness(): number {
    return new DataView(this.intensity.buffer).getUint16(0, true) / 0xffff;
  }

  /** Takes a command to one of `FRONT_PLATE`. Returns what the service answers. */
  receive(service: number, code: number, data: Uint8Array): Uint8Array | undefined {
    if (service === LIGHT && code === SET_REGISTER + INTENSITY) this.intensity = data.slice(0, 2);
    if (service === LIGHT && code === GET_REGISTER + INTENSITY) return this.intensity;
    if (service !== BUTTON || code !== GET_REGISTER + READING) return undefined;
    return new Uint8Array(2).fill(this.pressedAt_ms === undefined ? 0 : 0xff);
  }
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
