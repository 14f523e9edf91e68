// by its namespace: the compiler leaves the classes of services undefined where they are imported by name
import * as ds from "@devicescript/core";
import { Server, startServer } from "@devicescript/server";

/**
 * A sensor as a Jacdac service. Where there is no value, it does not answer, and the sampler's time
 * limit makes that "not measured". Any other answer would be wrong: a temperature on the bus is
 * fixed point and turns NaN into 0; "not implemented" is remembered by the client for good; and what
 * a server throws ends the program. It streams nothing, since nothing here subscribes.
 */
class SilentSensor extends Server {
  constructor(
    spec: ds.ServiceSpec,
    readonly measure: () => Promise<number>,
  ) {
    super(spec);
  }

  async reading(): Promise<number> {
    const value = await this.measure();
    // this fiber was started for the packet alone, and its next step would be the answer
    if (isNaN(value)) ds.Fiber.self().terminate();
    return value;
  }
}

/** The order of calls gives the `[app:N]` of the role. */
export function startVoltage(measure_V: () => Promise<number>): void {
  startServer(new SilentSensor(ds.DcVoltageMeasurement.spec, measure_V));
}

export function startCurrent(measure_A: () => Promise<number>): void {
  startServer(new SilentSensor(ds.DcCurrentMeasurement.spec, measure_A));
}

export function startTemperature(measure_degC: () => Promise<number>): void {
  startServer(new SilentSensor(ds.Temperature.spec, measure_degC));
}
