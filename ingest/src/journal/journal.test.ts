import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Column } from "@yeelen/shared/wire/columns";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReportEntry } from "./entries";
import { Journal } from "./journal";
import { reportOf } from "./testEntries";

let directory: string;
let journal: Journal;
let kit: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-journal-"));
  journal = Journal.open(directory);
  journal.kits.add(
    { code: "kit1", site: "Mopti", clock: "server", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) },
    0,
  );
  kit = journal.kits.find("kit1")?.id as number;
});

afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

const report = (readings: [sequence: number, voltage_mV: number][], incarnation?: number) =>
  reportOf({ id: kit, code: "kit1" }, readings, incarnation);
const commit = (entry: ReportEntry) => journal.commit(() => journal.keep(entry));
const kept = () => journal.readings.ofKitBetween(kit, 0, Number.MAX_SAFE_INTEGER);

describe("a reading is kept once", () => {
  it.each<[string, [number, number][], number[]]>([
    [
      "the very same report",
      [
        [1, 12_800],
        [2, 12_810],
      ],
      [0, 2, 0],
    ],
    ["a part of it", [[2, 12_810]], [0, 1, 0]],
    [
      "more than it",
      [
        [1, 12_800],
        [2, 12_810],
        [3, 12_820],
      ],
      [1, 2, 0],
    ],
    [
      "with others around it",
      [
        [0, 12_790],
        [2, 12_810],
        [5, 12_900],
      ],
      [2, 1, 0],
    ],
    [
      "in another order",
      [
        [2, 12_810],
        [1, 12_800],
      ],
      [0, 2, 0],
    ],
    ["with another content", [[2, 11_111]], [0, 0, 1]],
    [
      "partly with another content",
      [
        [1, 12_800],
        [2, 11_111],
        [3, 1],
      ],
      [1, 1, 1],
    ],
  ])("when it comes again: %s", (_, again, [stored, known, conflicts]) => {
    expect(
      commit(
        report([
          [1, 12_800],
          [2, 12_810],
        ]),
      ),
    ).toEqual({ stored: 2, known: 0, conflicts: 0 });
    expect(commit(report(again))).toEqual({ stored, known, conflicts });
    const sequences = kept().map((reading) => reading.sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(sequences).toHaveLength(2 + (stored as number));
    expect(kept().find(({ sequence }) => sequence === 2)?.row[Column.BatteryVoltage_mV]).toBe(12_810);
    expect(journal.quarantine.count()).toBe(conflicts);
  });

  it("and is quarantined once a report, however many of its readings contradict what is kept", () => {
    commit(report(Array.from({ length: 20 }, (_, i) => [i, 12_800])));
    expect(commit(report(Array.from({ length: 20 }, (_, i) => [i, 1])))).toEqual({
      stored: 0,
      known: 0,
      conflicts: 20,
    });
    expect(journal.quarantine.list(10)).toMatchObject([
      { reason: "conflict", detail: "sequence 0 is already kept with another content, and 19 more of the report" },
    ]);
  });

  it("twice within one report", () => {
    expect(
      commit(
        report([
          [1, 12_800],
          [1, 12_800],
          [1, 9],
        ]),
      ),
    ).toEqual({ stored: 1, known: 1, conflicts: 1 });
    expect(kept()).toHaveLength(1);
  });

  it("but again in another incarnation, where numbers start anew", () => {
    commit(report([[1, 12_800]]));
    expect(commit(report([[1, 12_800]], 2))).toEqual({ stored: 1, known: 0, conflicts: 0 });
  });
});

describe("the journal", () => {
  it("gives back what it was given, lamps too, after it was closed and opened again", () => {
    commit(
      report([
        [1, 12_800],
        [2, 12_810],
      ]),
    );
    const before = kept();
    journal.close();
    journal = Journal.open(directory);
    expect(kept()).toEqual(before);
    expect(before[1]).toMatchObject({ kit: "kit1", site: "Mopti", incarnation: 1, sequence: 2, time_ms: 1_800_000 });
    expect(before[1]?.row[Column.Lamp1Current_mA]).toBe(2);
  });

  it("syncs every commit to the disk before it returns", () => {
    // @ts-expect-error reaches past the public interface on purpose
    const pragma = (name: string) => journal.database.prepare(`PRAGMA ${name}`).all()[0];
    expect(pragma("synchronous")).toEqual({ synchronous: 2 });
    expect(pragma("journal_mode")).toEqual({ journal_mode: "wal" });
  });

  it("commits all entries of a batch or none", () => {
    const broken = { ...report([[2, 1]]), kit: { id: 999, code: "kit999" } };
    const entries = [report([[1, 1]]), broken];
    expect(() => journal.commit(() => entries.map((entry) => journal.keep(entry)))).toThrow("FOREIGN KEY");
    expect(kept()).toEqual([]);
  });

  it("counts gaps, and closes them when what was missing comes", () => {
    const gaps = () => journal.kitSummaries()[0]?.gaps;
    commit(
      report([
        [0, 1],
        [1, 1],
        [4, 1],
        [9, 1],
      ]),
    );
    expect(gaps()).toBe(2);
    commit(
      report([
        [2, 1],
        [3, 1],
      ]),
    );
    expect(gaps()).toBe(1);
    commit(
      report([
        [5, 1],
        [6, 1],
        [7, 1],
        [8, 1],
      ]),
    );
    expect(gaps()).toBe(0);
    expect(journal.kitSummaries()[0]?.readings).toBe(10);
  });

  it("counts gaps right whatever the order in which stretches come", () => {
    const stretches = [[0, 1], [2], [3, 4, 5], [7], [8, 9], [11], [12], [6]];
    for (const [incarnation, step] of [1, 3, 5, 7].entries()) {
      const have = new Set<number>();
      const others = journal.kitSummaries()[0]?.gaps ?? 0;
      for (let i = 0; i < stretches.length; i++) {
        const stretch = stretches[(i * step) % stretches.length] as number[];
        commit(
          report(
            stretch.map((sequence) => [sequence, 1]),
            100 + incarnation,
          ),
        );
        for (const sequence of stretch) have.add(sequence);
        const breaks = [...have].filter((sequence) => !have.has(sequence + 1)).length - 1;
        expect(journal.kitSummaries()[0]?.gaps).toBe(others + breaks);
      }
    }
  });

  it("hands its reports to consumers in the order of their commits", () => {
    commit(report([[5, 1]]));
    commit(
      report([
        [1, 1],
        [2, 1],
      ]),
    );
    commit(report([[1, 1]])); // brings nothing new
    commit(report([[3, 1]]));
    const first = journal.readings.after(0, 2);
    expect(first.readings.map(({ sequence }) => sequence)).toEqual([5, 1, 2]);
    const second = journal.readings.after(first.position, 2);
    expect(second.readings.map(({ sequence }) => sequence)).toEqual([3]);
    expect(journal.readings.after(second.position, 2)).toEqual({ readings: [], position: second.position });
  });

  it.each([
    [99, "written by a newer Yeelen"],
    [1, "of before the first release"],
  ])("refuses a directory of version %i", (version, message) => {
    // @ts-expect-error reaches past the public interface on purpose
    journal.database.pragma(`user_version = ${version}`);
    expect(() => Journal.open(directory)).toThrow(message);
  });
});
