import { Column, emptyRow, GroupClock, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { scanReport } from "@yeelen/shared/wire/scanReport";
import type { ReportEntry } from "./entries";

/** A report with readings [sequence, voltage]; a reading is taken every 900 s. */
export function reportOf(
  kit: ReportEntry["kit"],
  readings: [sequence: number, voltage_mV: number][],
  incarnation = 1,
): ReportEntry {
  const rows = readings.map(([sequence, voltage_mV]) => {
    const row = emptyRow();
    row[Column.Sequence] = sequence;
    row[Column.Time] = sequence * 900;
    row[Column.BatteryVoltage_mV] = voltage_mV;
    row[Column.Lamp1Current_mA] = sequence;
    return row;
  });
  const absent = NOT_MEASURED;
  const group = {
    boot: 1,
    resetCause: absent,
    anchorUptime_s: absent,
    anchorTime_s: absent,
    clock: GroupClock.Uptime_s,
    rows,
  };
  const frame: ReportFrame = {
    report: 1,
    incarnation,
    uptime_s: absent,
    configuration: absent,
    wifiRssi_dBm: absent,
    oldestHeld: absent,
    firmware: "",
    dropped: [],
    counters: [],
    events: [],
    attempts: [],
    groups: [group],
  };
  const bytes = encodeReport(frame, Buffer.alloc(4096));
  return {
    kit,
    received_ms: 5,
    bytes,
    scanned: scanReport(bytes),
    placements: [{ base_ms: 0, estimated: false }],
    excluded: new Set(),
    quarantined: [],
    unknownParts: 0,
  };
}
