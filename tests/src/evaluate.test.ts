import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Evaluation } from "yeelen/evaluate/evaluation";
import { yeelen, yeelenJson } from "./harness/yeelen";

/** Six kits with phones that are always there, so that all silence is as pinned. */
const village = `
name: evaluated
start: 2026-03-01
days: 12
interval_s: 900
upload_s: 7200
phones: always
sites:
  - { name: Koro, region: mopti, latitude: 14.07, longitude: -3.08, kits: 6 }
pinned:
  - { kit: koro-1, kind: lamp-open, part: lamp1, at: day 3 12:00 }
  - { kit: koro-2, kind: lamp-short, part: lamp2, at: day 4 12:00 }
  - { kit: koro-3, kind: phone-away, at: day 5 08:00, for: 3 days }
  - { site: Koro, kind: site-offline, at: day 9, until: day 11 12:00 }
`;

let directory: string;
let scenario: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-evaluate-test-"));
  scenario = join(directory, "village.yaml");
  writeFileSync(scenario, village);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("yeelen evaluate", () => {
  it("scores what is found of a fleet, and says why kits were silent", async () => {
    const found = await yeelenJson<Evaluation>(["evaluate", "--scenario", scenario, "--seed", "3"]);
    expect(Object.keys(found).slice(0, 6)).toEqual([
      "kinds",
      "precision",
      "recall",
      "falseAlarmsPer100KitMonths",
      "silenceCause",
      "plainThresholds",
    ]);
    expect(found).toMatchObject({
      scenario: "evaluated",
      seed: 3,
      kits: 6,
      days: 12,
      precision: 1,
      recall: 1,
      flapping: 0,
    });
    const open = found.kinds.find(({ kind }) => kind === "lamp-open");
    expect(open).toMatchObject({
      nature: "fault",
      injected: 1,
      found: 1,
      missed: 0,
      false: 0,
      precision: 1,
      recall: 1,
    });
    expect(open?.delayFromReadingMedian_h).toBeLessThan(24);
    expect(found.silenceCause).toMatchObject({
      silences: 7,
      answered: 1,
      accuracyWhileSilent: 1,
      accuracyAfterReturn: 1,
    });
    expect(found.plainThresholds.recall).toBe(1);
  });

  it.each([
    [["--cases", "lamp-opne"], "there is no lamp-opne. Kinds: battery-undervoltage"],
    [["--recording", "nowhere.gz"], "there is no file nowhere.gz: make one with  yeelen simulate"],
    [["--recording", "a", "--seed", "3"], "leave --seed out, or --recording"],
    [["--scenario", "nowhere", "--seed", "1"], "there is no scenario nowhere: name a YAML file, or one of demo"],
  ])("%j ends with a word about what to do", async (args, said) => {
    const { status, stderr } = await yeelen(["evaluate", ...args]);
    expect(status).toBe(1);
    expect(stderr).toContain(said);
  });
});
