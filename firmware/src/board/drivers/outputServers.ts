// by its namespace, as in sensorServer.ts
import * as ds from "@devicescript/core";
import { Server, startServer } from "@devicescript/server";

/**
 * What the runtime's own servers (`startLightBulb`, `startRelay`) start is bound by `[int:N]`, the
 * program's roles by `[app:N]`: these stand between.
 */

class Output extends Server {
  private isOn = true;

  constructor(readonly show: (isOn: boolean) => void) {
    super(ds.Relay.spec);
    // a board that has just started has everything on (outputs.ts)
    show(true);
  }

  enabled(): boolean {
    return this.isOn;
  }

  set_enabled(value: boolean): void {
    this.isOn = value;
    this.show(value);
  }
}

/** @param show drives the pin */
export function startOutput(show: (isOn: boolean) => void): void {
  startServer(new Output(show));
}

/** A lamp: how bright somebody wants it, and whether load control lets it shine. */
export class Lamp extends Server {
  private wanted = 1;
  private isAllowed = true;

  /** @param dim drives the lamp, 0 to 1 */
  constructor(readonly dim: (intensity: number) => void) {
    super(ds.LightBulb.spec);
    dim(this.wanted);
  }

  /** What is commanded, also while load control keeps the lamp off. */
  intensity(): number {
    return this.wanted;
  }

  set_intensity(value: number): void {
    this.wanted = value;
    this.drive();
  }

  allow(isAllowed: boolean): void {
    this.isAllowed = isAllowed;
    this.drive();
  }

  private drive(): void {
    this.dim(this.isAllowed ? this.wanted : 0);
  }
}

/** @param dim drives the lamp, 0 to 1 */
export function startLamp(dim: (intensity: number) => void): Lamp {
  const lamp = new Lamp(dim);
  startServer(lamp);
  return lamp;
}
