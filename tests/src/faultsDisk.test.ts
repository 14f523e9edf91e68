import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Readiness, ServiceStatus } from "@yeelen/shared/answers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onScene, problemsAtEnd, type Scene } from "./faults/scene";
import { promised } from "./faults/tally";
import { noSmallDisk, type SmallDisk, smallDisk } from "./harness/smallDisk";

const READINGS_per_s = 500;
/** So many are kept before the disk is full. */
const READINGS = 500;
/** Room for the journal of a few minutes of it. */
const DISK_MiB = 64;

/** No reading is acknowledged for so long: the disk is full. */
const STILL_ms = 1_000;

describe.skipIf(noSmallDisk)(`${noSmallDisk ? `[${noSmallDisk}] ` : ""}a disk that is full under load`, () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = smallDisk(DISK_MiB);
  });
  afterEach(() => disk.remove());

  const options = () => ({
    readings_per_s: READINGS_per_s,
    seed: 1,
    clients: 50,
    data: join(disk.directory, "data"),
  });

  it("acknowledges nothing that it cannot keep, stays up and says so, goes on by itself once there is room", async () => {
    await onScene(options(), async (scene) => {
      await scene.start();
      await scene.untilKept(READINGS);
      disk.fill();
      await untilStill(scene);
      expect(scene.subject.isRunning()).toBe(true);
      const status = await scene.subject.get<ServiceStatus>("api/v1/status");
      expect(status.journal.error).toContain("full");
      const readiness = await scene.subject.get<Readiness>("health/ready");
      expect(readiness).toMatchObject({ ready: false, reasons: [{ reason: "journal" }] });

      disk.free();
      await scene.untilKept(1);
      expect(problemsAtEnd(await scene.end())).toEqual([]);
    });
  }, 120_000);

  it("loses nothing where the service is killed, starts while it is full, and starts once there is room", async () => {
    await onScene(options(), async (scene) => {
      await scene.start();
      await scene.untilKept(READINGS);
      disk.fill();
      await untilStill(scene);
      await scene.subject.kill();
      // whether it comes up or says that it cannot: it does not stay half alive, and harms nothing that is there
      const problem = await scene.subject.start().then(
        () => "",
        (error: Error) => error.message,
      );
      expect(problem).not.toMatch(/neither came up nor ended/);
      expect(problem).toMatch(/^$|full/);
      await scene.subject.kill();
      disk.free();
      await scene.subject.start();
      expect(problemsAtEnd(await scene.end())).toEqual([]);
    });
  }, 120_000);
});

/** Waits until no more readings are acknowledged. */
async function untilStill({ load }: Scene): Promise<void> {
  for (let before = -1; ; await sleep(STILL_ms)) {
    const now = promised(await load.ledger());
    if (now === before) return;
    before = now;
  }
}
