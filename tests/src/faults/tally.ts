import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@yeelen/ingest/journal/database";
import { Journal, type KitSummary } from "@yeelen/ingest/journal/journal";
import { Column } from "@yeelen/shared/wire/columns";
import type { Influxdb } from "yeelen/servers/influxdb";
import { incarnationOf, rowOf } from "./content";
import { inRanges, type KitLedger, type Ledger, sizeOf } from "./ledger";

/** What became of the readings of a load. */
export interface Tally {
  /** Readings that a PUBACK covered, and those that an acknowledgement named. */
  pubacked: number;
  acknowledged: number;
  /** Readings of the load that are there. */
  stored: number;
  /** PUBACKed or acknowledged, and not there. */
  lost: number;
  /** There more than once. */
  twice: number;
  /** There with another content than was sent. */
  altered: number;
  /** There though nobody sent them. */
  unknown: number;
}

/** What a store holds of a kit: a sequence, and whether its content is what was sent. */
type Found = { kit: string; sequence: number; isAsSent: boolean };

/** How many reports are read from the journal at once. */
const PAGE = 5_000;

/**
 * Looks into a journal as a crash has left it. It is the copy that recovers: what a service will find stays as it is.
 *
 * @returns what is there, and what SQLite says of the file: `["ok"]`
 */
export function tallyAfterCrash(data: string, ledger: Ledger): { integrity: string[]; tally: Tally } {
  const copy = mkdtempSync(join(tmpdir(), "yeelen-crashed-"));
  try {
    for (const name of ["journal.sqlite", "journal.sqlite-wal"]) {
      if (existsSync(join(data, name))) cpSync(join(data, name), join(copy, name));
    }
    return { integrity: integrityOf(copy), tally: tallyJournal(copy, ledger) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What SQLite says of the journal in a directory: `["ok"]` where nothing is wrong with it. */
export function integrityOf(data: string): string[] {
  const database = openDatabase(data, "FULL");
  try {
    const rows = database.prepare("PRAGMA integrity_check").all() as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check);
  } finally {
    database.close();
  }
}

/** Counts what the journal in a directory holds of a load. */
export function tallyJournal(data: string, ledger: Ledger): Tally {
  const kits = new Map(ledger.kits.map((kit) => [kit.id, kit]));
  const found: Found[] = [];
  const journal = Journal.open(data);
  try {
    for (let position = 0; ; ) {
      const page = journal.readings.after(position, PAGE);
      for (const { kit, incarnation, sequence, row } of page.readings) {
        const sender = kits.get(kit);
        const expected = sender && rowOf(sender.index, sequence, sender.form);
        const isOfKit = sender !== undefined && incarnation === incarnationOf(sender.index);
        found.push({ kit, sequence, isAsSent: isOfKit && expected?.every((value, i) => value === row[i]) === true });
      }
      if (page.position === position) break;
      position = page.position;
    }
  } finally {
    journal.close();
  }
  return tallied(ledger, found);
}

/** Where the ways into the journal that do not read it from end to end tell something else of a load than it sent. */
export function disagreements(data: string, ledger: Ledger): string[] {
  const journal = Journal.open(data);
  try {
    const summaries = new Map(journal.kitSummaries().map((summary) => [summary.code, summary]));
    return ledger.kits.flatMap(({ id, made }) => {
      const { id: kit, readings, gaps } = summaries.get(id) as KitSummary;
      const found = new Set(journal.readings.ofKitBetween(kit, 0, Date.UTC(2100, 0)).map(({ sequence }) => sequence));
      const isRight = readings === made && gaps === 0 && found.size === made;
      return isRight ? [] : [`${id} made ${made}: ${readings} are counted, with ${gaps} gaps; ${found.size} are found`];
    });
  } finally {
    journal.close();
  }
}

/** Counts what InfluxDB holds of a load. */
export async function tallyInfluxdb(influx: Influxdb, ledger: Ledger): Promise<Tally> {
  const kits = new Map(ledger.kits.map((kit) => [kit.id, kit]));
  const points = await influx.query(
    "yeelen",
    "SELECT sequence, incarnation, battery_voltage_V, panel_current_A FROM reading GROUP BY kit",
  );
  const found = points.map((point): Found => {
    const sequence = Number(point.sequence);
    const sender = kits.get(String(point.kit));
    const row = sender ? rowOf(sender.index, sequence, sender.form) : [];
    const isAsSent =
      point.incarnation === incarnationOf(sender?.index ?? -1) &&
      point.battery_voltage_V === (row[Column.BatteryVoltage_mV] as number) / 1000 &&
      point.panel_current_A === (row[Column.PanelCurrent_mA] as number) / 1000;
    return { kit: String(point.kit), sequence, isAsSent };
  });
  return tallied(ledger, found);
}

/** How many readings a load was promised to be kept: by a PUBACK, or by an acknowledgement. */
export function promised(ledger: Ledger): number {
  return ledger.kits.reduce(
    (sum, { pubacked, acknowledged }) => sum + Math.max(sizeOf(pubacked), sizeOf(acknowledged)),
    0,
  );
}

function tallied(ledger: Ledger, found: readonly Found[]): Tally {
  const tally: Tally = { pubacked: 0, acknowledged: 0, stored: 0, lost: 0, twice: 0, altered: 0, unknown: 0 };
  const seen = new Map<string, Map<number, number>>(ledger.kits.map(({ id }) => [id, new Map()]));
  const made = new Map(ledger.kits.map((kit) => [kit.id, kit.made]));
  for (const { kit, sequence, isAsSent } of found) {
    const times = seen.get(kit);
    if (!times || sequence >= (made.get(kit) as number)) tally.unknown += 1;
    else if (!isAsSent) tally.altered += 1;
    times?.set(sequence, (times.get(sequence) ?? 0) + 1);
  }
  for (const kit of ledger.kits) tallyKit(kit, seen.get(kit.id) as Map<number, number>, tally);
  return tally;
}

function tallyKit(kit: KitLedger, seen: Map<number, number>, tally: Tally): void {
  tally.pubacked += sizeOf(kit.pubacked);
  tally.acknowledged += sizeOf(kit.acknowledged);
  for (let sequence = 0; sequence < kit.made; sequence++) {
    const times = seen.get(sequence) ?? 0;
    if (times > 0) tally.stored += 1;
    if (times > 1) tally.twice += 1;
    if (times === 0 && (inRanges(kit.pubacked, sequence) || inRanges(kit.acknowledged, sequence))) tally.lost += 1;
  }
}
