import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Column, GroupClock, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Intake } from "../intake/intake";
import { journalFile } from "./database";
import { Journal } from "./journal";
import type { LetGo } from "./retention";
import { madeReport } from "./testReports";

const DAY_ms = 24 * 3600_000;
const START_ms = Date.UTC(2025, 0, 1);
/** Small figures, so that the timelines are short; the proportions are those of the defaults. */
const settings = { reports_days: 40, lamps_days: 9 };

let directory: string;
let journal: Journal;
let intake: Intake;
let day = 0;

const now_ms = () => START_ms + day * DAY_ms + 12 * 3600_000;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-retention-"));
  journal = Journal.open(directory);
  intake = new Intake(journal, { error: () => undefined });
  day = 0;
});
afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

function add(code: string, clock: "server" | "sender" = "server"): void {
  journal.kits.add({ code, site: "Mopti", clock, battery: "lifepo4-4s", secretHash: Buffer.alloc(32) }, 0);
}

const idOf = (code: string) => (journal.kits.find(code) as { id: number }).id;

/** Four readings a day, numbered through; the lamp works in every other one with 100 mA. */
const sequencesOf = (of: number) => [0, 1, 2, 3].map((i) => 4 * of + i);
const lamp_mA = (sequence: number) => (sequence % 2 === 0 ? 100 : 0);

/** What a kit that the server places sends of a day, at noon. */
function sentOn(of: number): Buffer {
  const at_s = (sequence: number) => (sequence + 4) * 6 * 3600;
  const readings = sequencesOf(of).map((sequence) => [sequence, at_s(sequence) - 4 * 3600] as const);
  return madeReport({ uptime_s: at_s(4 * of + 2) + 15 * 3600, readings, lamp_mA });
}

/** What a kit that stamps its own readings sends of days since 2019. */
function stampedOn(first: number, days: number): Buffer {
  const readings = Array.from({ length: 4 * days }, (_, i) => 4 * first + i).map(
    (sequence) => [sequence, Date.UTC(2019, 0, 1) + sequence * 6 * 3600_000] as const,
  );
  return madeReport({ clock: GroupClock.Time_ms, readings, lamp_mA });
}

function send(code: string, bytes: Buffer): void {
  const { id, clock } = journal.kits.find(code) as { id: number; clock: "server" | "sender" };
  intake.receive({ id, code, clock }, "binary", bytes, now_ms());
  expect(intake.counts.refused).toEqual({});
}

function letGo(): LetGo | undefined {
  for (;;) {
    const { isMore, letGo: told } = journal.letGoMore(settings, now_ms());
    if (!isMore) return told;
  }
}

const kept = (code: string) => journal.readings.ofKitBetween(idOf(code), 0, Number.MAX_SAFE_INTEGER);
const keptSequences = (code: string) => kept(code).map(({ sequence }) => sequence);
const lampDetail = (code: string) =>
  kept(code)
    .filter(({ row }) => row[Column.Lamp1Current_mA] !== NOT_MEASURED)
    .map(({ sequence }) => sequence);

function blocks(): Map<number, string> {
  const database = new Database(journalFile(directory));
  const rows = database
    .prepare(
      "SELECT block.position AS position, hex(reports) || ' ' || coalesce(hex(lamps), '') AS content FROM block LEFT JOIN lamp_block USING (position)",
    )
    .all() as { position: number; content: string }[];
  database.close();
  return new Map(rows.map(({ position, content }) => [position, content]));
}

/** Days of a timeline, with a pass every evening. */
function live(days: number, each: (of: number) => void): void {
  for (const end = day + days; day < end; day++) {
    each(day);
    letGo();
  }
  day -= 1;
}

it("keeps reports and lamp detail for their time, and then the sums of lamps", () => {
  add("kit-a");
  live(60, (of) => send("kit-a", sentOn(of)));
  // day 59: readings of day 19 and before are 40 days old
  const sequences = keptSequences("kit-a");
  expect(sequences.at(-1)).toBe(4 * 59 + 3);
  expect(Math.floor((sequences[0] as number) / 4)).toBe(20);
  expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, i) => (sequences[0] as number) + i));
  // a block is looked at once it came that long ago
  expect(Math.floor((lampDetail("kit-a")[0] as number) / 4)).toBe(50);
  // every reading whose detail went was counted once, on its day
  const sums = journal.lampDays.of(idOf("kit-a"));
  expect(sums.reduce((total, { readings }) => total + readings, 0)).toBe(lampDetail("kit-a")[0]);
  for (const { on_h, charge_mAh, lamp } of sums.slice(1, -1)) {
    expect({ on_h, charge_mAh, lamp }).toEqual({ on_h: 12, charge_mAh: 1200, lamp: 0 });
  }
  // what the kit sent stays known
  expect(journal.kitSummaries()[0]).toMatchObject({ readings: 240, gaps: 0 });
  const { readings: before, repeated } = intake.counts;
  send("kit-a", sentOn(0));
  expect(intake.counts).toMatchObject({ readings: before, repeated: repeated + 4 });
  const all = journal.readings.after(0, 10_000).readings.map(({ sequence }) => sequence);
  expect(all.slice(-sequences.length)).toEqual(sequences);
  expect(all.length - sequences.length).toBe(4);
  expect(journal.readings.after(0, 3).readings).toHaveLength(12);
});

it("does not touch what stays", () => {
  add("kit-a");
  live(45, (of) => send("kit-a", sentOn(of)));
  const before = blocks();
  const readings = kept("kit-a");
  day += 10;
  expect(letGo()).toMatchObject({ reports: 10, unexported: 0 });
  const after = blocks();
  for (const [position, content] of after) {
    // lamp detail may go apart
    expect((before.get(position) as string).startsWith(content.split(" ")[0] as string)).toBe(true);
  }
  expect(after.size).toBe(before.size - 10);
  expect(kept("kit-a").map(({ time_ms }) => time_ms)).toEqual(readings.slice(40).map(({ time_ms }) => time_ms));
});

it("a block stays whole as long as anything in it is in time, and a commit's other kits with it", () => {
  add("kit-a");
  add("kit-s", "sender");
  intake.commit([
    {
      kit: { id: idOf("kit-a"), code: "kit-a", clock: "server" },
      form: "binary",
      bytes: sentOn(0),
      received_ms: now_ms(),
    },
    {
      kit: { id: idOf("kit-s"), code: "kit-s", clock: "sender" },
      form: "binary",
      bytes: stampedOn(0, 1),
      received_ms: now_ms(),
    },
  ]);
  live(60, () => undefined);
  expect(keptSequences("kit-s")).toEqual([0, 1, 2, 3]);
  expect(blocks().size).toBe(1);
});

describe("kits that stamp their own time", () => {
  it("keep a recording of years ago, whatever the server's clock says", () => {
    add("kit-s", "sender");
    send("kit-s", stampedOn(0, 20));
    live(120, () => undefined);
    expect(keptSequences("kit-s")).toHaveLength(80);
    expect(lampDetail("kit-s")).toHaveLength(80);
  });

  it("are counted back from their newest reading", () => {
    add("kit-s", "sender");
    for (let at = 0; at < 100; at += 5) send("kit-s", stampedOn(at, 5));
    day += 31;
    letGo();
    // reports of five days each; the newest reading is of day 99
    expect(keptSequences("kit-s")[0]).toBe(4 * 55);
    expect(lampDetail("kit-s")[0]).toBe(4 * 90);
  });
});

it("shows for a month what came in late, however old it is", () => {
  add("kit-a");
  send("kit-a", stampedOn(0, 20));
  live(30, () => undefined);
  expect(keptSequences("kit-a")).toHaveLength(80);
  expect(journal.readings.after(0, 100).readings).toHaveLength(80);
  day += 1;
  live(2, () => undefined);
  expect(keptSequences("kit-a")).toEqual([]);
  // blocks are looked at once they are as old as reports may become
  live(11, () => undefined);
  expect(journal.readings.after(0, 100).readings).toEqual([]);
});

describe("what an exporter has not had yet", () => {
  it("stays for up to twice its time, and what goes then is told", () => {
    add("kit-a");
    journal.moveCursor("influx http://away:8086  yeelen", 5);
    live(70, (of) => send("kit-a", sentOn(of)));
    expect(journal.readings.after(0, 1).position).toBe(6);
    let unexported = 0;
    for (day += 1; day < 100; day++) unexported += letGo()?.unexported ?? 0;
    expect(unexported).toBeGreaterThan(0);
    expect(journal.readings.after(0, 1).position).toBe(6 + unexported);
    expect(unexported).toBe(15);
  });

  it("goes after its time once the exporter has it", () => {
    add("kit-a");
    const consumer = "influx http://away:8086  yeelen";
    journal.moveCursor(consumer, 0);
    live(60, (of) => send("kit-a", sentOn(of)));
    expect(journal.readings.after(0, 1).position).toBe(1);
    journal.moveCursor(consumer, 60);
    day += 1;
    expect(letGo()).toMatchObject({ reports: 20, unexported: 0 });
  });
});

describe("a server's clock", () => {
  it("that is ten years ahead for an hour costs no more than a month", () => {
    add("kit-a");
    live(35, (of) => send("kit-a", sentOn(of)));
    const right = day;
    day = 3650;
    letGo();
    expect(letGo()).toBeUndefined();
    day = right;
    letGo();
    // day 34 and a month: reports of up to day 24 are over 40 days old
    expect(keptSequences("kit-a")[0]).toBe(4 * 25);
    expect(letGo()).toBeUndefined();
  });

  it("that steps back lets nothing go, and time goes on from there", () => {
    add("kit-a");
    live(45, (of) => send("kit-a", sentOn(of)));
    const [first] = keptSequences("kit-a");
    day -= 30;
    expect(letGo()).toMatchObject({ reports: 0 });
    day += 30;
    expect(letGo()).toMatchObject({ reports: 0 });
    expect(keptSequences("kit-a")[0]).toBe(first);
    day += 1;
    expect(letGo()).toMatchObject({ reports: 1 });
    expect(keptSequences("kit-a")[0]).toBe((first as number) + 4);
  });
});

it("a pass is made once a day", () => {
  add("kit-a");
  send("kit-a", sentOn(0));
  expect(letGo()).toEqual({ reports: 0, lampSections: 0, unexported: 0 });
  expect(letGo()).toBeUndefined();
  day += 1;
  expect(letGo()).toBeDefined();
});

it("numbers go on where all reports were let go", () => {
  add("kit-a");
  live(3, (of) => send("kit-a", sentOn(of)));
  day += 1;
  live(120, () => undefined);
  expect(blocks().size).toBe(0);
  journal.close();
  journal = Journal.open(directory);
  intake = new Intake(journal, { error: () => undefined });
  send("kit-a", sentOn(day));
  expect(intake.counts.readings).toBe(4);
  expect(journal.readings.after(0, 10).position).toBe(4);
});
