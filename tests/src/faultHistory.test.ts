import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FaultEngine } from "@yeelen/ingest/faults/engine/engine";
import type { Episode } from "@yeelen/ingest/faults/engine/episode";
import { families } from "@yeelen/ingest/faults/families";
import { factsOf } from "@yeelen/ingest/faults/follower";
import { Intake } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import type { JournalledReport } from "@yeelen/ingest/journal/readings";
import { randomOf } from "@yeelen/simulator/random";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import { FleetThreads } from "@yeelen/simulator/run/threads";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const enriched = fileURLToPath(new URL("../../simulator/scenarios/enriched.yaml", import.meta.url));
const KITS = 24;
const DAYS = 40;
const HOUR_ms = 3600_000;

let directory: string;
let reports: JournalledReport[];
let kits: string[];

/** A fleet in trouble, as its reports came in: with backlogs that came late, and acknowledgements that were lost. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-history-"));
  const plan = layOut(loadScenario(enriched), { seed: 31, kits: KITS, days: DAYS });
  kits = plan.kits.map(({ kit }) => kit);
  const journal = Journal.open(directory);
  journal.transaction(() => {
    for (const { kit: code, site, type } of plan.kits) {
      const secretHash = Buffer.alloc(32);
      journal.kits.add({ code, site, clock: "server", battery: type.battery, secretHash }, plan.start_ms);
    }
  });
  const records = new Map(journal.kits.all().map((kit) => [kit.code, kit]));
  const intake = new Intake(journal, pino({ level: "silent" }));
  const fleet = new FleetThreads(plan, [], 2);
  fleet.start();
  for await (const day of fleet.days()) {
    intake.commit(
      day.reports.map(({ kit, report, received_ms }) => ({
        kit: records.get(kits[kit] as string) as KitRecord,
        form: "binary" as const,
        bytes: Buffer.from(report),
        received_ms,
      })),
    );
  }
  await fleet.stop();
  reports = journal.readings.reportsAfter(0, Number.MAX_SAFE_INTEGER).reports;
  journal.close();
}, 180_000);
afterAll(() => rmSync(directory, { recursive: true }));

/** Folds reports in an order, and judges after every so many. */
function folded(inOrder: readonly JournalledReport[], judgeEvery: number): FaultEngine {
  const engine = new FaultEngine(families);
  inOrder.forEach((report, i) => {
    const { kit, readings } = report;
    engine.fold({ kit: kit.code, site: kit.site, battery: kit.battery }, { facts: factsOf(report), readings });
    if (i % judgeEvery === 0) engine.judge();
  });
  engine.judge();
  return engine;
}

const historyOf = (engine: FaultEngine): [string, Episode[]][] => kits.map((kit) => [kit, engine.historyOf(kit)]);

describe("the history of a simulated fleet in trouble", () => {
  it("has faults in it", () => {
    const history = historyOf(folded(reports, 100));
    expect(history.flatMap(([, episodes]) => episodes).length).toBeGreaterThan(10);
  });

  it.each([1, 2, 3, 4])("is the same in any order, however often it is judged in between (%i)", (seed) => {
    const random = randomOf(seed, "order");
    const shuffled = reports
      .map((report) => [report, random()] as const)
      .toSorted(([, a], [, b]) => a - b)
      .map(([report]) => report);
    const expected = historyOf(folded(reports, 1e9));
    expect(historyOf(folded(shuffled, 50 + Math.floor(1000 * random())))).toEqual(expected);
  });

  it("is the same where a whole kit's reports come last", () => {
    const [late] = kits;
    const behind = [
      ...reports.filter(({ kit }) => kit.code !== late),
      ...reports.filter(({ kit }) => kit.code === late),
    ];
    expect(historyOf(folded(behind, 40))).toEqual(historyOf(folded(reports, 40)));
  });

  it("flaps nowhere: no fault is raised more than twice in a day", () => {
    const raised = new Map<string, number>();
    for (const [kit, episodes] of historyOf(folded(reports, 20))) {
      for (const { kind, part, raised_ms } of episodes) {
        const key = `${kit} ${kind} ${part} ${Math.floor((raised_ms as number) / (24 * HOUR_ms))}`;
        raised.set(key, (raised.get(key) ?? 0) + 1);
      }
    }
    expect([...raised].filter(([, times]) => times > 2)).toEqual([]);
  });
});
