import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Intake } from "../intake/intake";
import { journalFile } from "./database";
import { Journal } from "./journal";
import type { MigrationProgress } from "./migrations";
import { SCHEMA_VERSION } from "./schema";
import { madeReport } from "./testReports";

/** Journals as earlier versions left them; all hold what version 2's own code read from the oldest. */
const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

/**
 * Gaps are counted otherwise since version 3: what a kit told as dropped within a gap parts it in two.
 * Of `kit-b` nothing is known of 62 to 89, 96 to 99, 149, 161, 166 to 169, and 171.
 */
const GAPS_NOW: Record<string, number> = { "kit-b": 6 };

interface Expected {
  summaries: { code: string; gaps: number; watermark_ms: number | null; lastReceived_ms: number | null }[];
  kits: { id: number; code: string }[];
  readings: { position: number; readings: unknown[][] };
  byKit: Record<string, Record<string, unknown> & { readings: number[]; configuration: number | null }>;
  quarantine: unknown[];
  cursors: Record<string, number>;
  listening_ms: number;
}

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-migrations-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const expected = JSON.parse(readFileSync(fixture("version-2.json"), "utf8")) as Expected;
const summaries = expected.summaries.map((one) => ({ ...one, gaps: GAPS_NOW[one.code] ?? one.gaps }));

function open(version: number, change = "", told: MigrationProgress[] = []): Journal {
  copyFileSync(fixture(`version-${version}.sqlite`), journalFile(directory));
  if (change) changed(change);
  return Journal.open(directory, { onMigration: (progress) => told.push({ ...progress }) });
}

describe.each([2, 3])("a journal of version %i", (version) => {
  it("says what it said before", () => {
    const told: MigrationProgress[] = [];
    const journal = open(version, "", told);
    expect(journal.kitSummaries()).toEqual(summaries);
    expect(plain(journal.kits.all())).toEqual(expected.kits);
    expect(readingsOf(journal)).toEqual(expected.readings);
    expect(plain(journal.quarantine.list(1000))).toEqual(expected.quarantine);
    expect(journal.listening.total_ms(0)).toBe(expected.listening_ms);
    for (const [consumer, position] of Object.entries(expected.cursors))
      expect(journal.cursor(consumer)).toBe(position);
    for (const { id, code } of expected.kits) {
      const said = {
        readings: journal.readings.ofKitBetween(id, 0, Number.MAX_SAFE_INTEGER).map(({ sequence }) => sequence),
        reports: journal.readings.newestReports(id, 1000),
        events: journal.events.newest(id, 1000),
        calls: journal.events.openCalls(id),
        attempts: journal.attempts.newest(id),
        commands: journal.commands.newest(id),
        configuration: journal.commands.configurationOf(id),
      };
      expect(plain(said)).toEqual(expected.byKit[code]);
    }
    const newest = journal.lastStates().map(({ kit, time_ms, row }) => [kit, time_ms, row?.[0] ?? null]);
    for (const { code, watermark_ms, lastReceived_ms } of summaries) {
      if (lastReceived_ms === null) continue;
      const at = expected.readings.readings.filter(([kit, , , , time_ms]) => kit === code && time_ms === watermark_ms);
      expect(newest).toContainEqual([code, watermark_ms, at[0]?.[3] ?? null]);
    }
    // later steps have no reports to go through
    if (version === 2) expect(told.at(-1)).toMatchObject({ from: 2, to: 3, done: told[0]?.total });
    journal.marks.report(expected.kits[0]?.id as number, "radio", "meeting", 1);
    expect(journal.marks.openReports()).toHaveLength(1);
    journal.close();
    const again = Journal.open(directory, { onMigration: () => expect.unreachable("it is up to date") });
    expect(again.kitSummaries()).toEqual(summaries);
    again.close();
  });

  it("takes what comes again as known, and goes on behind the positions that there were", () => {
    const journal = open(version);
    const intake = new Intake(journal, { error: () => undefined });
    const { id } = journal.kits.find("kit-e") as { id: number };
    const [first] = journal.readings.ofKitBetween(id, 0, Number.MAX_SAFE_INTEGER);
    const message = { kit: { id, code: "kit-e", clock: "server" as const }, form: "binary" as const };
    const bytes = madeReport({ incarnation: 7, uptime_s: 7000, readings: [[6, 6900]] });
    const before = journal.readings.after(0, 10_000).position;
    intake.commit([{ ...message, bytes, received_ms: (first?.time_ms ?? 0) + 7_000_000 }]);
    expect(intake.counts).toMatchObject({ readings: 1, repeated: 0 });
    expect(journal.readings.after(before, 10).position).toBe(before + 1);
    // another content for a sequence that it had
    const other = madeReport({ incarnation: 7, uptime_s: 7000, readings: [[3, 2700]] });
    intake.commit([{ ...message, bytes: other, received_ms: (first?.time_ms ?? 0) + 7_000_000 }]);
    expect(intake.counts).toMatchObject({ readings: 1, quarantined: 1 });
    journal.close();
  });
});

describe("a journal of version 2", () => {
  it("keeps its positions where some are missing", () => {
    const journal = open(
      2,
      "PRAGMA foreign_keys = OFF; UPDATE run SET position = position + 1000 WHERE position > 20; UPDATE report SET position = position + 1000 WHERE position > 20",
    );
    const { readings, position } = readingsOf(journal);
    expect(position).toBe(expected.readings.position + 1000);
    expect(readings).toEqual(expected.readings.readings);
    const behind = journal.readings.after(20, 1);
    expect(behind.position).toBe(1021);
    expect(journal.readings.after(500, 1)).toEqual(behind);
    expect(journal.kitSummaries()).toEqual(summaries);
    journal.close();
  });

  it("stays as it is where not every reading would be there afterwards", () => {
    const numbers = "SELECT count(*) AS runs FROM run";
    const damage = "PRAGMA foreign_keys = OFF; DELETE FROM report WHERE position = 5";
    expect(() => open(2, damage)).toThrow(/readings were there/);
    const database = new Database(journalFile(directory));
    expect(database.pragma("user_version")).toEqual([{ user_version: 2 }]);
    expect(database.prepare(numbers).get()).not.toEqual({ runs: 0 });
    database.close();
  });
});

it.each([
  [1, /before the first release/],
  [SCHEMA_VERSION + 1, /newer Yeelen/],
])("a journal of version %i is refused and left alone", (version, message) => {
  Journal.open(directory).close();
  changed(`PRAGMA user_version = ${version}`);
  expect(() => Journal.open(directory)).toThrow(message);
});

function changed(sql: string): void {
  const database = new Database(journalFile(directory));
  database.exec(sql);
  database.close();
}

function readingsOf(journal: Journal): Expected["readings"] {
  const { position, readings } = journal.readings.after(0, 10_000);
  return {
    position,
    readings: readings.map(({ kit, site, incarnation, sequence, time_ms, estimated, row }) => {
      const text = row.map((value) => (value === NOT_MEASURED ? "" : value)).join(",");
      const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
      return [kit, site, incarnation, sequence, time_ms, estimated, digest];
    }),
  };
}

/** As it looks in the file: buffers in hexadecimal. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) =>
      part?.type === "Buffer" && Array.isArray(part.data) ? Buffer.from(part.data).toString("hex") : part,
    ),
  );
}
