import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type { FleetPlan } from "../scenario/plan";
import { timeline } from "../timeline/timeline";
import { LiveRun } from "./liveRun";
import { readRecording } from "./recordingFile";
import { KIT_DAY_FIELDS } from "./summary";

const directory = mkdtempSync(join(tmpdir(), "yeelen-live-"));
afterAll(() => rmSync(directory, { recursive: true }));

const time = timeline({
  start: "2026-03-01",
  sites: { koro: { region: "mopti", kits: 2 } },
  seed: 5,
  phones: "always",
  // so small that no battery gets full: what a panel gives is what the sky gives
  kit_types: [{ panel_Wp: 2 }],
});
const sound = time.plan({ days: 5 });

type Deeds = Record<number, (run: LiveRun) => void>;

/** Lives through a plan, with something to do at the end of some days. Returns the file's lines and the panel energy of each day of each kit. */
async function live(plan: FleetPlan, atEndOf: Deeds = {}) {
  const path = join(directory, "live.jsonl");
  const run: LiveRun = new LiveRun({
    plan,
    into: { path },
    runsFirmware: () => false,
    onProgress: ({ days }) => atEndOf[days]?.(run),
  });
  const { kitDays, happenings } = await run.run();
  const panel_Wh = plan.kits.map((_, kit) =>
    Array.from({ length: plan.days }, (_, day) => kitDays[(kit * plan.days + day) * KIT_DAY_FIELDS.length] as number),
  );
  const lines = [];
  for await (const line of readRecording(path)) lines.push(line);
  const labels = lines.flatMap((line) => ("label" in line ? [[line.label, line.onset, line.end]] : []));
  const incarnations = lines.flatMap((line) =>
    "report" in line && line.kit === "koro-1"
      ? [decodeReport(Buffer.from(line.report, "base64")).frame.incarnation]
      : [],
  );
  return { panel_Wh, happenings, labels, incarnations: new Set(incarnations) };
}

const stolen = { kind: "panel-stolen", kit: "koro-1", part: "panel", severity: 1, course_h: 0 } as const;

it("what is injected begins at once, and ends when it is repaired; the file has the label, and then its end", async () => {
  const untouched = await live(sound);
  const { panel_Wh, happenings, labels } = await live(sound, {
    2: (run) => run.inject(stolen),
    4: (run) => expect(run.repair({ kit: "koro-1", kind: "panel-stolen" })).toHaveLength(1),
  });
  const onset = "2026-03-03T00:00:00.000Z";
  const end = "2026-03-05T00:00:00.000Z";
  expect(panel_Wh[0]?.slice(0, 4)).toEqual([...(untouched.panel_Wh[0] ?? []).slice(0, 2), 0, 0]);
  expect(panel_Wh[0]?.[4]).toBeGreaterThan(1);
  expect(panel_Wh[1]).toEqual(untouched.panel_Wh[1]);
  expect(labels).toEqual([
    ["panel-stolen", onset, undefined],
    ["panel-stolen", onset, end],
  ]);
  expect(happenings).toEqual([{ ...stolen, site: "koro", onset_ms: Date.parse(onset), end_ms: Date.parse(end) }]);
});

it("what is injected happens once, be it that something else has just begun", async () => {
  // the minute before midnight has been looked at by then
  const plan = timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 1 } },
    seed: 5,
    phones: "always",
  })
    .at("day 2 23:59", time.kit("koro-1").lamp(1).opens())
    .plan({ days: 4 });
  const { incarnations } = await live(plan, {
    2: (run) => run.inject({ kind: "flash-erased", kit: "koro-1", part: "controller", severity: 1, course_h: 0 }),
  });
  expect(incarnations.size).toBe(2);
});

it("a repair leaves the plan as it is", async () => {
  const plan = timeline({ start: "2026-03-01", sites: { koro: { region: "mopti", kits: 1 } }, seed: 5 })
    .at("day 1 06:00", time.kit("koro-1").loses("panel"))
    .plan({ days: 3 });
  const before = structuredClone(plan);
  const { labels } = await live(plan, { 1: (run) => run.repair({ kit: "koro-1", kind: "panel-stolen" }) });
  expect(labels).toHaveLength(2);
  expect(plan).toEqual(before);
});

it("clouds that are injected darken the next days of all kits of the site", async () => {
  const bright = await live(sound);
  const dark = await live(sound, {
    1: (run) => run.inject({ kind: "cloudy-fortnight", site: "koro", part: "panel", severity: 1, course_h: 0 }),
  });
  for (const kit of [0, 1]) {
    const [before, after] = [bright.panel_Wh[kit] ?? [], dark.panel_Wh[kit] ?? []];
    expect(after[0]).toBe(before[0]);
    expect((after[1] ?? 0) + (after[2] ?? 0)).toBeLessThan((before[1] ?? 0) + (before[2] ?? 0));
  }
});

it.each([
  ["a kit that is not there", { ...stolen, kit: "koro-3" }, "there is no kit koro-3"],
  ["a whole site of which one kit is befallen", { ...stolen, kind: "site-offline" }, "site-offline befalls a site"],
  [
    "one kit of which a whole site is befallen",
    { ...stolen, kit: undefined, site: "koro" },
    "panel-stolen befalls a kit",
  ],
  [
    "a site that is not there",
    { ...stolen, kind: "site-offline", kit: undefined, site: "kita" },
    "there is no site kita",
  ],
] as const)("%s is an error", async (_name, { kit, ...happening }, message) => {
  const asked = { ...happening, ...(kit !== undefined && { kit }) };
  await live(sound, { 1: (run) => expect(() => run.inject(asked)).toThrow(message) });
});
