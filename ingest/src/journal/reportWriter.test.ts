import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReportEntry } from "./entries";
import { Journal } from "./journal";
import { reportOf } from "./testEntries";

const KITS = 200;

let directory: string;
let journal: Journal;
const kits: ReportEntry["kit"][] = [];

/** An empty journal with kits. */
function begin(): void {
  directory = mkdtempSync(join(tmpdir(), "yeelen-writer-"));
  journal = Journal.open(directory);
  kits.length = 0;
  journal.transaction(() => {
    for (let i = 0; i < KITS; i++) {
      const code = `kit-${i}`;
      journal.kits.add({ code, site: "Gao", clock: "server", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) }, 0);
      kits.push({ id: journal.kits.find(code)?.id as number, code });
    }
  });
}

function end(): void {
  journal.close();
  rmSync(directory, { recursive: true });
}

beforeEach(begin);
afterEach(end);

/** Report number `n` of a kit: four readings, but for every fifth report, which comes later. */
const nth = (kit: ReportEntry["kit"], n: number): ReportEntry =>
  reportOf(
    kit,
    Array.from({ length: 4 }, (_, i): [number, number] => [4 * n + i, 12_000 + n]),
  );
const isMissing = (n: number) => n % 5 === 3;

const keepAll = (entries: ReportEntry[]) => journal.commit(() => entries.map((entry) => journal.keep(entry)));

/** Everything that is read of kits. */
const seen = () => ({
  summaries: journal.kitSummaries(),
  states: journal.lastStates(),
  readings: kits.slice(0, 7).map(({ id }) => journal.readings.ofKitBetween(id, 0, Number.MAX_SAFE_INTEGER)),
  newest: kits.slice(0, 7).map(({ id }) => journal.readings.newestReports(id, 3)),
});

/** Twelve reports of each kit, all kits in each commit, and what is missing of them at the end. */
function manyTogether(): void {
  for (let n = 0; n < 12; n++) if (!isMissing(n)) keepAll(kits.map((kit) => nth(kit, n)));
  keepAll(kits.map((kit) => nth(kit, 3)));
}

/** The same reports, each kit's by themselves. */
function oneByOne(): void {
  for (const kit of kits.slice(0, 7)) {
    for (let n = 0; n < 12; n++) if (!isMissing(n)) keepAll([nth(kit, n)]);
    keepAll([nth(kit, 3)]);
  }
}

describe("what follows from reports", () => {
  it("is seen as soon as few of them are committed", () => {
    keepAll([nth(kits[0] as ReportEntry["kit"], 0)]);
    expect(journal.writer.isBehind()).toBe(false);
    expect(journal.kitSummaries()[0]).toMatchObject({ readings: 4, gaps: 0, watermark_ms: 3 * 900_000 });
  });

  it("is folded in behind where many come, and ends in the same", () => {
    oneByOne();
    const apart = seen();
    end();
    begin();
    manyTogether();
    expect(journal.writer.isBehind()).toBe(true);
    while (journal.foldMore());
    expect(journal.writer.isBehind()).toBe(false);
    const together = seen();
    expect(together.readings).toEqual(apart.readings);
    expect(together.newest).toEqual(apart.newest);
    expect(together.states.slice(0, 7)).toEqual(apart.states);
    const firstSeven = (summaries: typeof apart.summaries) =>
      summaries.filter(({ code }) => kits.slice(0, 7).some((kit) => kit.code === code));
    expect(firstSeven(together.summaries)).toEqual(firstSeven(apart.summaries));
    expect(together.summaries[0]).toMatchObject({ readings: 44, gaps: 1 });
  });

  it("is found again in the reports after a crash, however far it was folded", () => {
    manyTogether();
    while (journal.foldMore());
    const before = seen();
    end();
    begin();
    for (let n = 0; n < 12; n++) {
      if (!isMissing(n)) keepAll(kits.map((kit) => nth(kit, n)));
      if (n % 4 === 2) {
        // another process takes over what is on the disk, not what was remembered
        journal.close();
        journal = Journal.openToWrite(directory);
        while (n === 6 && journal.foldMore());
      }
    }
    keepAll(kits.map((kit) => nth(kit, 3)));
    journal.close();
    journal = Journal.openToWrite(directory);
    while (journal.foldMore());
    expect(seen()).toEqual(before);
  });

  it("knows what comes again though it is not folded yet, and what contradicts it", () => {
    keepAll(kits.map((kit) => nth(kit, 0)));
    expect(journal.writer.isBehind()).toBe(true);
    const again = keepAll(kits.map((kit) => nth(kit, 0)));
    expect(again.every(({ stored, known, conflicts }) => stored === 0 && known === 4 && conflicts === 0)).toBe(true);
    const [kit] = kits as [ReportEntry["kit"]];
    expect(keepAll([reportOf(kit, [[2, 1]])])).toMatchObject([{ stored: 0, known: 0, conflicts: 1 }]);
  });

  it("is forgotten with a commit that failed", () => {
    keepAll(kits.map((kit) => nth(kit, 0)));
    expect(() =>
      journal.commit(() => {
        for (const kit of kits) journal.keep(nth(kit, 1));
        throw new Error("the disk is full");
      }),
    ).toThrow("full");
    const after = keepAll(kits.map((kit) => nth(kit, 1)));
    expect(after.every(({ stored }) => stored === 4)).toBe(true);
    while (journal.foldMore());
    expect(journal.kitSummaries().every(({ readings, gaps }) => readings === 8 && gaps === 0)).toBe(true);
    expect(journal.readings.after(0, 1e6).readings).toHaveLength(8 * KITS);
  });

  it("belongs to one writer at a time", () => {
    journal.close();
    journal = Journal.openToWrite(directory);
    expect(() => Journal.openToWrite(directory)).toThrow("another service is running");
  });
});
