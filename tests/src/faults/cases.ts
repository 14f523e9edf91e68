import { randomOf } from "@yeelen/simulator/random";
import type { LoadForm } from "./content";
import { onScene, type Scene } from "./scene";

/** What happens to a service under load, in the order of time. `readings` are kept in each quiet part of it. */
export interface FaultCase {
  name: string;
  happen: (scene: Scene, readings: number, random: () => number) => Promise<void>;
}

/**
 * The cases in which each of the usual pipelines loses readings that it had acknowledged: broker and consumer are one
 * process here, so that what kills one kills both.
 */
export const faultCases: FaultCase[] = [
  {
    name: "the service is killed",
    happen: async (scene, readings) => {
      await scene.untilKept(readings);
      await scene.subject.kill();
      await scene.subject.start();
      await scene.untilKept(readings);
    },
  },
  {
    name: "InfluxDB is down, then the service is killed",
    happen: async (scene, readings) => {
      await scene.untilKept(readings / 2);
      scene.influx().kill();
      await scene.untilKept(readings);
      await scene.subject.kill();
      await scene.subject.start();
      await scene.untilKept(readings / 2);
      await scene.influx().restart();
    },
  },
  {
    name: "the service is killed, and killed again while it comes up",
    happen: async (scene, readings, random) => {
      await scene.untilKept(readings);
      await scene.subject.kill();
      await scene.subject.killStarting(200 + random() * 800);
      await scene.subject.start();
      await scene.untilKept(readings);
    },
  },
  {
    name: "InfluxDB is killed three times, the service with it the second time",
    happen: async (scene, readings, random) => {
      for (const takesService of [false, true, false]) {
        await scene.untilKept(random() * readings);
        scene.influx().kill();
        if (takesService) await scene.subject.kill();
        await scene.influx().restart();
        if (takesService) await scene.subject.start();
      }
      await scene.untilKept(readings / 2);
    },
  },
];

/** Lives through a case, with an InfluxDB, and returns what was sent, and what the journal and InfluxDB have of it. */
export async function liveThroughCase(
  { happen }: FaultCase,
  load: { readings_per_s: number; seed: number; form?: LoadForm; readings: number },
) {
  return await onScene({ ...load, hasInfluxdb: true }, async (scene) => {
    await scene.start();
    await happen(scene, load.readings, randomOf(load.seed, "case"));
    return await scene.end();
  });
}
