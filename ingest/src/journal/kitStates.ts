import { Column, FIRST_CORE_COLUMN, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type Database from "libsql";
import { bytesOf } from "./database";
import type { NumberingTotals } from "./numbering";

/** What is known of a kit from all its reports together. */
export interface KitState {
  last_received_ms: number;
  watermark_ms: number | null;
  firmware: string;
  wifi_rssi_dBm: number | null;
  configuration: number | null;
  reports: number;
  unknown_parts: number;
}

/** A kit's newest reading. */
export interface NewestReading {
  incarnation: number;
  sequence: number;
  estimated: boolean;
  row: readonly number[];
}

/** The last that is known of a kit. */
export interface LastState {
  kit: string;
  site: string;
  lastReceived_ms: number;
  /** Event time of the newest reading, Unix time in ms, or null where there is none. */
  time_ms: number | null;
  estimated: boolean;
  /** The newest reading, its time being the event time in ms; null where there is none. */
  row: number[] | null;
}

const MEASURED = Column.Count - FIRST_CORE_COLUMN;

/** The row of every kit's state. */
export class KitStates {
  private readonly ofKit;
  private readonly put;
  private readonly putNewest;
  private readonly every;

  constructor(database: Database.Database) {
    this.ofKit = database.prepare(`
      SELECT last_received_ms, watermark_ms, firmware, wifi_rssi_dBm, configuration, reports, unknown_parts
      FROM kit_state WHERE kit = ?`);
    this.put = database.prepare(`
      INSERT INTO kit_state
        (kit, last_received_ms, watermark_ms, firmware, wifi_rssi_dBm, configuration, reports, unknown_parts,
          readings, thinned, gaps)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (kit) DO UPDATE SET
        last_received_ms = excluded.last_received_ms, watermark_ms = excluded.watermark_ms,
        firmware = excluded.firmware, wifi_rssi_dBm = excluded.wifi_rssi_dBm,
        configuration = excluded.configuration, reports = excluded.reports, unknown_parts = excluded.unknown_parts,
        readings = excluded.readings, thinned = excluded.thinned, gaps = excluded.gaps`);
    this.putNewest = database.prepare(`
      UPDATE kit_state SET newest_incarnation = ?, newest_sequence = ?, newest_estimated = ?, newest = ? WHERE kit = ?`);
    this.every = database.prepare(`
      SELECT kit.code AS kit, kit.site AS site, last_received_ms AS lastReceived_ms, watermark_ms AS time_ms,
        newest_sequence AS sequence, newest_estimated AS estimated, newest
      FROM kit_state JOIN kit ON kit.id = kit_state.kit`);
  }

  get(kit: number): KitState | undefined {
    return this.ofKit.get(kit) as KitState | undefined;
  }

  /** Part of a transaction. */
  save(kit: number, state: KitState, { readings, thinned, gaps }: NumberingTotals, newest?: NewestReading): void {
    const { last_received_ms, watermark_ms, firmware, wifi_rssi_dBm, configuration, reports, unknown_parts } = state;
    // biome-ignore format: one value a column
    this.put.run(
      kit, last_received_ms, watermark_ms, firmware, wifi_rssi_dBm, configuration, reports, unknown_parts,
      readings, thinned, gaps,
    );
    if (!newest) return;
    const values = Int32Array.from({ length: MEASURED }, (_, i) => newest.row[FIRST_CORE_COLUMN + i] as number);
    const bytes = Buffer.from(values.buffer);
    this.putNewest.run(newest.incarnation, newest.sequence, newest.estimated ? 1 : 0, bytes, kit);
  }

  /** The last state of every kit that was ever heard of. */
  all(): LastState[] {
    return (this.every.all() as StateRow[]).map(({ newest, estimated, sequence, ...state }) => ({
      ...state,
      estimated: estimated === 1,
      row: newest && rowOf(bytesOf(newest), sequence as number, state.time_ms ?? NOT_MEASURED),
    }));
  }
}

interface StateRow extends Omit<LastState, "estimated" | "row"> {
  sequence: number | null;
  estimated: number | null;
  newest: Buffer | ArrayBuffer | null;
}

/** The reading as a row whose time is its event time in ms. */
function rowOf(bytes: Buffer, sequence: number, time_ms: number): number[] {
  const row = [sequence, time_ms];
  for (let i = 0; i < MEASURED; i++) row.push(bytes.readInt32LE(4 * i));
  return row;
}
