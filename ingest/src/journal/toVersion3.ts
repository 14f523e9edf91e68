import { scanReport } from "@yeelen/shared/wire/scanReport";
import type Database from "libsql";
import { BlockStore } from "./blocks";
import { bytesOf } from "./database";
import { KitNumbering, NumberingStore } from "./numbering";
import type { Run } from "./record";
import { refold } from "./refolding";
import { incarnationOf } from "./reportWriter";
import { quotaSchema } from "./quarantineQuota";
import { changeCounters, reportTables, trailTable } from "./schema";

interface OldReport {
  position: number;
  kit: number;
  received_ms: number;
  core: Buffer | ArrayBuffer;
  lamps: Buffer | ArrayBuffer | null;
}

type OldRun = Omit<Run, "estimated" | "late"> & { position: number; incarnation: number; estimated: number };

/** How many reports are read at a time. */
const REPORTS_AT_A_TIME = 500;

/**
 * Version 2 held a report in a row, and its runs in a table. Reports keep their positions, so that
 * cursors stay valid; readings keep their places in time, and kits what they told as dropped.
 *
 * @throws Error where not every reading is there afterwards
 */
export function toVersion3(database: Database.Database, tell: (done: number, total: number) => void): void {
  const before = numberIn(database, "SELECT coalesce(sum(last_sequence - first_sequence + 1), 0) AS number FROM run");
  const reports = numberIn(database, "SELECT count(*) AS number FROM report");
  const newest = numberIn(database, "SELECT coalesce(max(position), 0) AS number FROM report");
  database.exec(`
    ALTER TABLE numbering RENAME TO numbering_2;
    ALTER TABLE kit_state RENAME TO kit_state_2;
    ${reportTables} ${changeCounters} ${trailTable} ${quotaSchema}`);
  // every report is gone through twice
  writeBlocks(database, (done) => tell(done / 2, reports));
  keepDropped(database);
  refold(database, (position) => tell((reports * (1 + position / Math.max(newest, 1))) / 2, reports));
  keepStates(database);
  const after = numberIn(database, "SELECT coalesce(sum(readings), 0) AS number FROM numbering");
  if (before !== after) throw new Error(`${before} readings were there, ${after} would be`);
  database.exec(
    "DROP TABLE run; DROP TABLE report; DROP TABLE dropped; DROP TABLE numbering_2; DROP TABLE kit_state_2;",
  );
}

function writeBlocks(database: Database.Database, tell: (done: number) => void): void {
  const blocks = new BlockStore(database);
  const read = database.prepare(`
    SELECT position, kit, received_ms, core, lamps FROM report WHERE position > ? ORDER BY position LIMIT ?`);
  const readRuns = database.prepare(`
    SELECT position, incarnation, group_index, first_sequence, last_sequence, base_ms, from_ms, to_ms, estimated
    FROM run WHERE position BETWEEN ? AND ? ORDER BY position, group_index, first_sequence`);
  const watermarks = new Map<number, number>();
  let done = 0;
  for (let position = 0; ; ) {
    const reports = read.all(position, REPORTS_AT_A_TIME) as OldReport[];
    const last = reports.at(-1)?.position;
    if (last === undefined) break;
    const runs = byPosition(readRuns.all(position, last) as OldRun[]);
    for (const { position: at, kit, received_ms, core, lamps } of reports) {
      const own = runs.get(at) ?? [];
      const watermark_ms = watermarks.get(kit) ?? -Infinity;
      const section = lamps && bytesOf(lamps);
      const bytes = section ? Buffer.concat([bytesOf(core), section]) : bytesOf(core);
      blocks.continueAt(at);
      blocks.append({
        kit,
        received_ms,
        incarnation: own[0]?.incarnation ?? incarnationOf(scanReport(bytes)),
        runs: own.map((run) => ({ ...run, estimated: run.estimated === 1, late: run.to_ms < watermark_ms })),
        bytes,
        lampsStart: section ? bytes.length - section.length : 0,
        lampsEnd: section ? bytes.length : 0,
      });
      watermarks.set(kit, Math.max(watermark_ms, ...own.map(({ to_ms }) => to_ms)));
    }
    position = last;
    done += reports.length;
    tell(done);
  }
  blocks.flush();
}

function byPosition(runs: OldRun[]): Map<number, OldRun[]> {
  const found = new Map<number, OldRun[]>();
  for (const run of runs) {
    const others = found.get(run.position);
    if (others) others.push(run);
    else found.set(run.position, [run]);
  }
  return found;
}

/** Brings over what kits told as thinned or lost: not all of their reports were kept. */
function keepDropped(database: Database.Database): void {
  const store = new NumberingStore(database);
  const ranges = database
    .prepare("SELECT kit, incarnation, first_sequence, last_sequence FROM dropped ORDER BY kit")
    .all() as { kit: number; incarnation: number; first_sequence: number; last_sequence: number }[];
  let numbering: { kit: number; of: KitNumbering } | undefined;
  for (const { kit, incarnation, first_sequence, last_sequence } of ranges) {
    if (numbering?.kit !== kit) {
      numbering?.of.save();
      numbering = { kit, of: new KitNumbering(store, kit) };
    }
    numbering.of.drop(incarnation, first_sequence, last_sequence);
  }
  numbering?.of.save();
}

/** Brings over what was known of kits from reports that were not kept, as their number. */
function keepStates(database: Database.Database): void {
  const columns = "last_received_ms, watermark_ms, firmware, wifi_rssi_dBm, configuration, reports, unknown_parts";
  database.exec(`
    INSERT INTO kit_state (kit, ${columns}, readings, thinned, gaps)
      SELECT kit, ${columns}, 0, 0, 0 FROM kit_state_2 WHERE true
      ON CONFLICT (kit) DO UPDATE SET
        last_received_ms = excluded.last_received_ms, firmware = excluded.firmware,
        wifi_rssi_dBm = excluded.wifi_rssi_dBm, configuration = excluded.configuration,
        reports = excluded.reports, unknown_parts = excluded.unknown_parts;`);
}

function numberIn(database: Database.Database, sql: string): number {
  return (database.prepare(sql).get() as { number: number }).number;
}
