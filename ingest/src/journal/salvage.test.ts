import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIRST_LAMP_COLUMN, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Intake } from "../intake/intake";
import { checkJournal } from "./check";
import { journalFile } from "./database";
import { Journal } from "./journal";
import { salvage } from "./salvage";
import { madeReport } from "./testReports";

const PAGE_bytes = 4096;
const KITS = 12;
const START_ms = Date.UTC(2026, 0, 1);

let home: string;
/** A journal that is whole: everything in the file, and one of which the newest commits lie in the log. */
let whole: string;
let logged: string;
/** What it holds: readings by kit, incarnation and sequence; summaries; pages of each block. */
let original: Map<string, string>;
let summaries: unknown;
let pagesOfBlocks: Map<number, number[]>;

/** A small generator of numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "yeelen-salvage-"));
  whole = join(home, "whole");
  logged = join(home, "logged");
  mkdirSync(whole);
  const journal = Journal.open(whole);
  for (let i = 0; i < KITS; i++) {
    journal.kits.add(
      { code: `kit-${i}`, site: "Mopti", clock: "server", battery: "lifepo4-4s", secretHash: Buffer.alloc(32, i) },
      0,
    );
  }
  const intake = new Intake(journal, { error: () => undefined });
  for (let round = 0; round < 60; round++) {
    if (round === 50) {
      journal.emptyLog();
      mkdirSync(logged);
    }
    send(journal, intake, round);
  }
  while (journal.foldMore());
  copyFileSync(journalFile(whole), journalFile(logged));
  copyFileSync(`${journalFile(whole)}-wal`, `${journalFile(logged)}-wal`);
  journal.commands.want(1, { interval_s: 600 }, START_ms);
  journal.emptyLog();
  original = readingsOf(journal);
  summaries = journal.kitSummaries();
  journal.close();
  writeFileSync(join(whole, "secret.key"), Buffer.alloc(32, 7), { mode: 0o600 });
  pagesOfBlocks = pagesByBlock(whole);
});
afterAll(() => rmSync(home, { recursive: true }));

/** Reports of all kits, some of which tell of dropped readings and of calls for help, in one commit. */
function send(journal: Journal, intake: Intake, round: number): void {
  intake.commit(
    journal.kits.all().map((kit) => {
      const first = round * 25 + (round > 30 ? 10 : 0);
      const readings = Array.from({ length: 24 }, (_, i) => [first + i, (first + i + 1) * 900] as const);
      const bytes = madeReport({
        uptime_s: (first + 26) * 900,
        readings,
        lamp_mA: (sequence) => (sequence * 31 + kit.id) % 400,
        dropped: round % 10 === 5 ? [first + 24, first + 24] : [],
        events: round === 20 ? [0, 1, first * 900] : [],
      });
      return { kit, form: "binary" as const, bytes, received_ms: START_ms + round * 25 * 900_000 };
    }),
  );
}

function readingsOf(journal: Journal): Map<string, string> {
  const { readings } = journal.readings.after(0, 1_000_000);
  return new Map(
    readings.map(({ kit, incarnation, sequence, time_ms, row, late, estimated }) => [
      `${kit} ${incarnation} ${sequence}`,
      JSON.stringify([time_ms, late, estimated, row]),
    ]),
  );
}

/** The pages that each block lies in, by its position. */
function pagesByBlock(directory: string): Map<number, number[]> {
  const database = new Database(journalFile(directory));
  const positions = (
    database.prepare("SELECT position FROM block ORDER BY position").all() as { position: number }[]
  ).map(({ position }) => position);
  const pages = database
    .prepare("SELECT path, pageno, pagetype, ncell FROM dbstat WHERE name = 'block' ORDER BY path")
    .all() as {
    path: string;
    pageno: number;
    pagetype: string;
    ncell: number;
  }[];
  database.close();
  const found = new Map<number, number[]>();
  let at = 0;
  for (const { path, pageno, pagetype, ncell } of pages) {
    if (pagetype !== "leaf") continue;
    for (let cell = 0; cell < ncell; cell++) {
      const begin = `${path}${cell.toString(16).padStart(3, "0")}+`;
      const overflow = pages.filter((page) => page.path.startsWith(begin)).map((page) => page.pageno);
      found.set(positions[at++] as number, [pageno, ...overflow]);
    }
  }
  return found;
}

function withoutLamps(content: string): string {
  const [time_ms, late, estimated, row] = JSON.parse(content) as [number, boolean, boolean, number[]];
  return JSON.stringify([
    time_ms,
    late,
    estimated,
    row.map((value, i) => (i < FIRST_LAMP_COLUMN ? value : NOT_MEASURED)),
  ]);
}

/** A copy of a journal, to be damaged. Returns its directory. */
function copyOf(source: string): string {
  const directory = mkdtempSync(join(home, "damaged-"));
  for (const name of ["journal.sqlite", "journal.sqlite-wal", "secret.key"]) {
    if (existsSync(join(source, name))) copyFileSync(join(source, name), join(directory, name));
  }
  return directory;
}

/** Changes the bytes of a file; returns the pages that are not as they were. */
function damage(file: string, change: (bytes: Buffer) => void): Set<number> {
  const before = readFileSync(file);
  const bytes = Buffer.from(before);
  change(bytes);
  writeFileSync(file, bytes);
  const pages = new Set<number>();
  for (let at = 0; at < bytes.length; at += PAGE_bytes) {
    if (!bytes.subarray(at, at + PAGE_bytes).equals(before.subarray(at, at + PAGE_bytes)))
      pages.add(at / PAGE_bytes + 1);
  }
  return pages;
}

/** Salvages, and looks that nothing is there that was not, nor missing what lies in pages that are as they were. */
function expectSalvaged(directory: string, damaged: Set<number>) {
  const into = mkdtempSync(join(home, "saved-"));
  const result = salvage(directory, into);
  expect(checkJournal(into, true).problems).toEqual([]);
  const journal = Journal.open(into);
  const readings = readingsOf(journal);
  const { position } = journal.readings.after(0, 1_000_000);
  const byPosition = new Set<number>();
  for (let at = 0; at < position; ) {
    at = journal.readings.after(at, 1).position;
    byPosition.add(at);
  }
  journal.close();
  for (const [key, content] of readings) {
    // a kit that the register lost bears another name
    const name = key.replace(/^lost-(\d+)/, (_, id: string) => `kit-${Number(id) - 1}`);
    const before = original.get(name) as string;
    // lamp detail lies apart, and may be lost apart
    if (content !== before) expect(content).toBe(withoutLamps(before));
  }
  for (const [block, pages] of pagesOfBlocks) {
    if (pages.every((page) => !damaged.has(page))) expect(byPosition).toContain(block);
  }
  expect(result.readings).toBe(readings.size);
  return { ...result, into };
}

it("a journal that is whole is the same afterwards: what was folded in as it came is what follows from the blocks", () => {
  const result = expectSalvaged(copyOf(whole), new Set());
  expect(result).toMatchObject({ readings: original.size, lostReports: 0, kits: [], notes: [] });
  const journal = Journal.open(result.into);
  expect(journal.kitSummaries()).toEqual(summaries);
  const live = Journal.open(whole);
  expect(journal.lastStates()).toEqual(live.lastStates());
  for (const { id } of live.kits.all()) {
    expect(journal.readings.ofKitBetween(id, 0, 9e15)).toEqual(live.readings.ofKitBetween(id, 0, 9e15));
    expect(journal.events.newest(id, 10)).toEqual(live.events.newest(id, 10));
  }
  expect(journal.commands.newest(1)).toEqual(live.commands.newest(1));
  // it goes on from there
  const intake = new Intake(journal, { error: () => undefined });
  send(journal, intake, 59);
  expect(intake.counts).toMatchObject({ readings: 0, repeated: 24 * KITS });
  send(journal, intake, 60);
  expect(intake.counts).toMatchObject({ readings: 24 * KITS });
  live.close();
  journal.close();
});

describe.each([1, 2, 3, 4, 5, 6])("seed %i", (seed) => {
  it("bytes flipped in the middle", () => {
    const directory = copyOf(whole);
    const random = randomOf(seed);
    const pages = damage(journalFile(directory), (bytes) => {
      for (let i = 0; i < 5; i++) {
        const at = PAGE_bytes + Math.floor(random() * (bytes.length - PAGE_bytes));
        bytes[at] = (bytes[at] as number) ^ (1 + Math.floor(random() * 255));
      }
    });
    expect(pages.size).toBeGreaterThan(0);
    expectSalvaged(directory, pages);
  });

  it("pages of zeros", () => {
    const directory = copyOf(whole);
    const random = randomOf(seed + 100);
    const pages = damage(journalFile(directory), (bytes) => {
      for (let i = 0; i < 8; i++) {
        const page = 1 + Math.floor(random() * (bytes.length / PAGE_bytes - 1));
        bytes.fill(0, page * PAGE_bytes, (page + 1) * PAGE_bytes);
      }
    });
    expect(checkJournal(directory, true).problems).not.toEqual([]);
    const { lostReports, readings } = expectSalvaged(directory, pages);
    if (readings < original.size) expect(lostReports).toBeGreaterThan(0);
  });

  it("a file that is cut off", () => {
    const directory = copyOf(whole);
    const { length } = readFileSync(journalFile(directory));
    const left = Math.floor((0.2 + 0.7 * randomOf(seed + 200)()) * length);
    truncateSync(journalFile(directory), left);
    const gone = new Set(
      Array.from({ length: Math.ceil(length / PAGE_bytes) }, (_, i) => i + 1).filter(
        (page) => page * PAGE_bytes > left,
      ),
    );
    expect(checkJournal(directory, false).problems).not.toEqual([]);
    expectSalvaged(directory, gone);
  });
});

it("every interior page of the table of reports is gone", () => {
  const directory = copyOf(whole);
  const database = new Database(journalFile(directory));
  const interior = database
    .prepare("SELECT pageno FROM dbstat WHERE name = 'block' AND pagetype = 'internal'")
    .all() as { pageno: number }[];
  database.close();
  expect(interior.length).toBeGreaterThan(0);
  const pages = damage(journalFile(directory), (bytes) => {
    for (const { pageno } of interior) bytes.fill(0, (pageno - 1) * PAGE_bytes, pageno * PAGE_bytes);
  });
  expect(expectSalvaged(directory, pages)).toMatchObject({ readings: original.size, lostReports: 0 });
});

it("the header is destroyed", () => {
  const directory = copyOf(whole);
  const pages = damage(journalFile(directory), (bytes) => bytes.fill(0x55, 0, PAGE_bytes));
  expect(checkJournal(directory, false).problems).not.toEqual([]);
  expect(expectSalvaged(directory, pages)).toMatchObject({ readings: original.size });
});

it("the register is gone: readings are there under another name, and nobody signs in with it", () => {
  const directory = copyOf(whole);
  const database = new Database(journalFile(directory));
  const pages = database.prepare("SELECT pageno FROM dbstat WHERE name IN ('kit', 'sqlite_autoindex_kit_1')").all() as {
    pageno: number;
  }[];
  database.close();
  const damaged = damage(journalFile(directory), (bytes) => {
    for (const { pageno } of pages) bytes.fill(0, (pageno - 1) * PAGE_bytes, pageno * PAGE_bytes);
  });
  const { into, notes, readings } = expectSalvaged(directory, damaged);
  expect(readings).toBe(original.size);
  expect(notes.filter((note) => note.includes("lost-"))).toHaveLength(KITS);
  const journal = Journal.open(into);
  expect(journal.kits.find("lost-1")).toMatchObject({ site: "unknown" });
  journal.close();
});

describe("the write-ahead log", () => {
  it.each([
    ["whole", (bytes: Buffer) => bytes, 0],
    ["cut off", (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2)), 1],
    [
      "garbled in the middle",
      (bytes: Buffer) => Buffer.from(bytes).fill(0x33, bytes.length / 2, bytes.length / 2 + 9),
      1,
    ],
    ["gone", () => Buffer.alloc(0), 1],
  ])("%s: everything before that is saved", (_, change, isLess) => {
    const directory = copyOf(logged);
    const log = `${journalFile(directory)}-wal`;
    writeFileSync(log, change(readFileSync(log)));
    const into = mkdtempSync(join(home, "saved-"));
    const result = salvage(directory, into);
    expect(result.readings < original.size).toBe(isLess === 1);
    // fifty of sixty rounds were in the file
    expect(result.readings).toBeGreaterThanOrEqual(50 * 24 * KITS);
    const journal = Journal.open(into);
    for (const [key, content] of readingsOf(journal)) expect(original.get(key)).toBe(content);
    journal.close();
  });
});

it("does not touch the damaged directory, nor one that is not empty", () => {
  const directory = copyOf(whole);
  const before = readFileSync(journalFile(directory));
  salvage(directory, join(home, "elsewhere"));
  expect(readFileSync(journalFile(directory)).equals(before)).toBe(true);
  expect(() => salvage(directory, join(home, "elsewhere"))).toThrow(/not empty/);
});
