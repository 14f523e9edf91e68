import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type Database from "libsql";
import type { PlacedReading } from "./readings";

/** What a lamp did on a day, summed up over the readings whose lamp detail was let go. */
export interface LampDay {
  /** UTC day of event time, counted from 1970. */
  day: number;
  /** 0 to 2. */
  lamp: number;
  /** How many readings measured it. */
  readings: number;
  /** For how long it worked: that share of the day which it has of the readings. */
  on_h: number;
  /** The charge that it took, reckoned likewise. */
  charge_mAh: number;
}

/**
 * From how much power on a lamp counts as working: as the fault "lamp hardly used" has it, which takes it from
 * the meters of the Kigeme field data (HEED, Cogent Labs).
 */
const WORKING_mW = 500;
const DAY_ms = 24 * 3600_000;
const LAMPS = [0, 1, 2] as const;

interface Sums {
  kit: number;
  day: number;
  lamp: number;
  readings: number;
  working: number;
  current_mA: number;
}

/** Sums of lamps by day. They add up in any order, as a reading is summed once: when its detail is let go. */
export class LampDays {
  private readonly put;
  private readonly ofKit;
  private readonly pending = new Map<string, Sums>();

  constructor(database: Database.Database) {
    this.put = database.prepare(`
      INSERT INTO lamp_day (kit, day, lamp, readings, working, current_mA) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (kit, day, lamp) DO UPDATE SET readings = readings + excluded.readings,
        working = working + excluded.working, current_mA = current_mA + excluded.current_mA`);
    this.ofKit = database.prepare(`
      SELECT day, lamp, readings, 24.0 * working / readings AS on_h, 24.0 * current_mA / readings AS charge_mAh
      FROM lamp_day WHERE kit = ? ORDER BY day, lamp`);
  }

  /** Adds a reading, to be written by `save`. */
  add(kit: number, { time_ms, row }: Pick<PlacedReading, "time_ms" | "row">): void {
    const day = Math.floor(time_ms / DAY_ms);
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    for (const lamp of LAMPS) {
      const current_mA = row[Column.Lamp1Current_mA + lamp] as number;
      if (current_mA === NOT_MEASURED) continue;
      const key = `${kit} ${day} ${lamp}`;
      let sums = this.pending.get(key);
      if (!sums) {
        sums = { kit, day, lamp, readings: 0, working: 0, current_mA: 0 };
        this.pending.set(key, sums);
      }
      sums.readings += 1;
      sums.current_mA += current_mA;
      if (voltage_mV !== NOT_MEASURED && (current_mA * voltage_mV) / 1000 > WORKING_mW) sums.working += 1;
    }
  }

  /** Writes what was added. Part of a transaction. */
  save(): void {
    for (const { kit, day, lamp, readings, working, current_mA } of this.pending.values()) {
      this.put.run(kit, day, lamp, readings, working, current_mA);
    }
    this.pending.clear();
  }

  /** Forgets what was added and not written. */
  forget(): void {
    this.pending.clear();
  }

  /** The days of a kit whose detail was let go, oldest first. */
  of(kit: number): LampDay[] {
    return this.ofKit.all(kit) as LampDay[];
  }
}
