import { Column, emptyRow, GroupClock, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";

/** What a made report has to say; times of its readings in the unit of its clock. */
export interface MadeReport {
  incarnation?: number;
  boot?: number;
  uptime_s?: number;
  clock?: GroupClock;
  /** Sequence and time of each reading. */
  readings: readonly (readonly [sequence: number, time: number])[];
  dropped?: number[];
  /** Triples as in the report. */
  events?: number[];
  /** Current of the first lamp by sequence; without it the report has no lamp section. */
  lamp_mA?: (sequence: number) => number;
  firmware?: string;
}

/** A report in its binary form, its voltages telling its sequences apart. */
export function madeReport({
  incarnation = 1,
  boot = 1,
  uptime_s = NOT_MEASURED,
  clock = GroupClock.Uptime_s,
  readings,
  dropped = [],
  events = [],
  lamp_mA,
  firmware = "",
}: MadeReport): Buffer {
  const rows = readings.map(([sequence, time]) => {
    const row = emptyRow();
    row[Column.Sequence] = sequence;
    row[Column.Time] = time;
    row[Column.BatteryVoltage_mV] = 12_000 + (sequence % 1000);
    if (lamp_mA) row[Column.Lamp1Current_mA] = lamp_mA(sequence);
    return row;
  });
  const group = {
    boot,
    resetCause: NOT_MEASURED,
    anchorUptime_s: NOT_MEASURED,
    anchorTime_s: NOT_MEASURED,
    clock,
    rows,
  };
  const frame: ReportFrame = {
    report: 1,
    incarnation,
    uptime_s,
    configuration: NOT_MEASURED,
    wifiRssi_dBm: NOT_MEASURED,
    oldestHeld: NOT_MEASURED,
    firmware,
    dropped,
    counters: [],
    events,
    attempts: [],
    groups: rows.length > 0 ? [group] : [],
  };
  return Buffer.from(encodeReport(frame, Buffer.alloc(64 * 1024)));
}
