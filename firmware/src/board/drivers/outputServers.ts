// by its namespace, as in busServer.ts
import * as ds from "@devicescript/core";
import { serve, VALUE } from "./busServer";

/**
 * What the runtime's own servers (`startLightBulb`, `startRelay`) start is bound by `[int:N]`, the
 * program's roles by `[app:N]`: these stand between.
 */

/** @param turn drives the pin */
export function startOutput(turn: (isOn: boolean) => void): void {
  // a board that has just started has everything on (outputs.ts)
  let isOn = true;
  turn(true);
  serve(
    ds.Relay.spec,
    VALUE,
    () => (isOn ? 1 : 0),
    (value) => {
      isOn = !!value;
      turn(isOn);
    },
  );
}

/** The levels that a press of a lamp's button goes through, those of the simulator's lamps. */
const LEVELS = [1, 0.6, 0.3, 0];

/** A lamp: how bright somebody wants it, and whether load control lets it shine. */
export class Lamp {
  private wanted = 1;
  private isAllowed = true;
  private level = 0;

  /** @param dim drives the lamp, 0 to 1 */
  constructor(readonly dim: (intensity: number) => void) {
    const self = this;
    serve(
      ds.LightBulb.spec,
      VALUE,
      // what is commanded, also while load control keeps the lamp off
      () => self.wanted,
      (value) => self.light(value),
    );
    dim(1);
  }

  /** Somebody pressed its button. */
  step(): void {
    this.level = (this.level + 1) % LEVELS.length;
    this.light(LEVELS[this.level]);
  }

  allow(isAllowed: boolean): void {
    this.isAllowed = isAllowed;
    this.light(this.wanted);
  }

  private light(intensity: number): void {
    this.wanted = intensity;
    this.dim(this.isAllowed ? intensity : 0);
  }
}
