import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FleetPlan } from "../scenario/plan";
import { timeline } from "../timeline/timeline";
import { simulateIntoFile } from "./intoFile";
import { LiveRun } from "./liveRun";
import { readRecording } from "./recordingFile";
import { KIT_DAY_FIELDS } from "./summary";

const directory = mkdtempSync(join(tmpdir(), "yeelen-simulation-"));
afterAll(() => rmSync(directory, { recursive: true }));

function planOf(seed: number): FleetPlan {
  const time = timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 7, coverage: "patchy" }, kita: { region: "kayes", kits: 5 } },
    seed,
    upload_s: 3600,
  });
  return time
    .at("day 1 20:00", time.kit("koro-4").loses("panel"), time.kit("kita-2").lamp(1).opens())
    .between("day 2", "day 3", time.site("kita").clouds(), time.kit("koro-1").controller.resets())
    .plan({ days: 3 });
}

/** Simulates into a file. Returns the file's bytes as a hash and what is left at the end. */
async function simulate(seed: number, threads: number) {
  const path = join(directory, `${seed}-${threads}.jsonl.gz`);
  const { took_s: _, ...summary } = await simulateIntoFile({ plan: planOf(seed), path, threads });
  return { path, hash: createHash("sha256").update(readFileSync(path)).digest("hex"), summary };
}

async function linesOf(path: string) {
  const lines = [];
  for await (const line of readRecording(path)) lines.push(line);
  return lines;
}

describe("a plan", async () => {
  const simulated = await simulate(7, 2);

  it.each([
    ["one thread", 1],
    ["three threads", 3],
    ["one thread again", 1],
  ])("gives the same bytes and the same summary with %s", async (_name, threads) => {
    const { hash, summary } = await simulate(7, threads);
    expect(hash).toBe(simulated.hash);
    expect(summary).toEqual(simulated.summary);
  });

  it("gives other bytes with another seed", async () => {
    expect((await simulate(8, 1)).hash).not.toBe(simulated.hash);
  });

  it("has its reports in the order in which they arrived", async () => {
    const received = (await linesOf(simulated.path)).flatMap((line) => ("received" in line ? [line.received] : []));
    expect(received.length).toBeGreaterThan(50);
    expect(received).toEqual(received.toSorted());
  });

  it("is summed up with its examples", () => {
    expect(simulated.summary).toMatchObject({ days: 3, seed: 7 });
    const shown = simulated.summary.examples.map(({ kit, why }) => `${kit} ${why}`);
    expect(shown).toEqual(["koro-2 healthy", "koro-4 panel-stolen", "kita-2 lamp-open", "koro-1 controller-resetting"]);
  });

  it("gives the same when it lives minute by minute in one thread", async () => {
    const path = join(directory, "live.jsonl.gz");
    const live = new LiveRun({ plan: planOf(7), into: { path }, runsFirmware: () => false });
    const { took_s: _, ...summary } = await live.run();
    expect(await linesOf(path)).toEqual(await linesOf(simulated.path));
    expect(summary).toEqual(simulated.summary);
  });

  it("that is ended before its time leaves the days that it lived", async () => {
    const path = join(directory, "ended.jsonl");
    const ending = new AbortController();
    const { days, kitDays } = await simulateIntoFile({
      plan: planOf(7),
      path,
      threads: 1,
      signal: ending.signal,
      onProgress: ({ days: lived }) => {
        if (lived === 2) ending.abort();
      },
    });
    expect(days).toBe(2);
    expect(kitDays).toHaveLength(12 * 2 * KIT_DAY_FIELDS.length);
    expect((await linesOf(path)).at(-1)).toHaveProperty("end");
  });
});
