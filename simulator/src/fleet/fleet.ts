import { setTimeout as sleep } from "node:timers/promises";
import { NativeKit } from "../kit/nativeKit";
import { settingsOfKit } from "../kit/settings";
import { KitModel, type ModelFault } from "../model/kitModel";
import { randomOf } from "../random";
import type { Place } from "../model/sun";

/** A kit of a simulated fleet. */
export interface FleetKit {
  kitId: string;
  secret: string;
  place: Place;
}

export interface FleetOptions {
  kits: FleetKit[];
  host: string;
  port: number;
  seed: number;
  /** Simulated Unix time at which the kits start. */
  start_ms: number;
  /** Simulated seconds per second while the fleet lives in the past; it never overtakes the present. */
  speed: number;
  interval_s: number;
  uploadInterval_s: number;
  signal: AbortSignal;
}

/** A small fleet that lives through simulated days and reports over MQTT. */
export class Fleet {
  private readonly members;
  private time_ms: number;

  constructor(private readonly options: FleetOptions) {
    const { host, port, seed, uploadInterval_s } = options;
    this.time_ms = options.start_ms;
    this.members = options.kits.map(({ kitId, secret, place }) => {
      const random = randomOf(seed, kitId);
      const settings = settingsOfKit({
        incarnation: 1 + Math.floor(random() * 0xfffffffe),
        clock_s: Math.floor(options.start_ms / 1000),
        uploadInterval_s,
        battery: "lifepo4-4s",
      });
      const native = new NativeKit({ kitId, secret, host, port, settings });
      return { kitId, native, model: new KitModel(place, random) };
    });
  }

  /** Runs until the signal aborts. */
  async run(): Promise<void> {
    const { interval_s, speed, start_ms, signal } = this.options;
    for (const { native } of this.members) native.start();
    try {
      for (;;) {
        this.time_ms += interval_s * 1000;
        const behind_ms = Date.now() - this.time_ms;
        const pause_ms = behind_ms > 0 ? (interval_s * 1000) / speed : -behind_ms;
        await sleep(pause_ms, undefined, { signal });
        const uptime_s = Math.round((this.time_ms - start_ms) / 1000);
        for (const { native, model } of this.members)
          native.kit.take(model.step(this.time_ms, interval_s * 1000), uptime_s);
        await Promise.all(
          this.members.map(async ({ native }) => native.kit.due(uptime_s) && (await native.upload(uptime_s))),
        );
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await Promise.all(this.members.map(({ native }) => native.stop()));
    }
  }

  /** Breaks something on a kit, from the next step on. */
  break(kitId: string, fault: ModelFault): void {
    const member = this.members.find((one) => one.kitId === kitId);
    if (!member) throw new Error(`no kit ${kitId} in this fleet`);
    member.model.break(fault);
  }
}
