import { readingOfRow } from "@yeelen/shared/reportFrame";
import { Column, emptyRow, GroupClock, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";

/** Which form of report a kit of the load speaks. */
export type LoadForm = "binary" | "json";

/** What the senders with a clock say of their sequence 0, Unix time in ms; later readings follow by a second each. */
const FIRST_TIME_ms = Date.UTC(2024, 0, 1);

/** A range of every measured column that plausibility allows: column, lowest, highest. */
const spans: [Column, number, number][] = [
  [Column.BatteryVoltage_mV, 10_000, 14_500],
  [Column.BatteryCurrent_mA, -4_000, 6_000],
  [Column.PanelVoltage_mV, 0, 22_000],
  [Column.PanelCurrent_mA, 0, 6_000],
  [Column.BatteryStateOfCharge_pct, 0, 100],
  [Column.Usb1Current_mA, 0, 2_400],
  [Column.BatteryTemperature_degC, 5, 60],
  [Column.ControllerTemperature_degC, 5, 80],
  [Column.RadioCurrent_mA, 0, 500],
  [Column.RadioLight_pct, 0, 100],
  [Column.ChargeState, 0, 3],
  [Column.Lamp1Current_mA, 0, 400],
  [Column.Lamp2Current_mA, 0, 400],
  [Column.Lamp3Current_mA, 0, 400],
  [Column.Lamp1Commanded_pct, 0, 100],
  [Column.Lamp2Commanded_pct, 0, 100],
  [Column.Lamp3Commanded_pct, 0, 100],
  [Column.Lamp1Condition, 0, 2],
  [Column.Lamp2Condition, 0, 2],
  [Column.Lamp3Condition, 0, 2],
];

/**
 * What a kit of the load reads: every value follows from kit and sequence, so that whoever finds a reading can tell
 * whether it is what was sent. The second USB port is missing in every third reading, as where it is not fitted.
 */
export function rowOf(kit: number, sequence: number, form: LoadForm): number[] {
  const row = emptyRow();
  row[Column.Sequence] = sequence;
  row[Column.Time] = form === "binary" ? sequence + 1 : FIRST_TIME_ms + 1000 * sequence;
  let state = mixed(Math.imul(kit + 1, 0x9e3779b1) ^ Math.imul(sequence + 1, 0x85ebca6b));
  for (const [column, low, high] of spans) {
    state = mixed(state + 0x6d2b79f5);
    row[column] = low + ((state >>> 0) % (high - low + 1));
  }
  row[Column.Usb2Current_mA] = sequence % 3 === 0 ? NOT_MEASURED : (state >>> 0) % 2_000;
  row[Column.Off] = 0;
  return row;
}

/** A report of these readings as MQTT payload. A kit of the binary form counts seconds since boot, of JSON it has a clock. */
export function payloadOf(kit: number, report: number, sequences: readonly number[], form: LoadForm): Buffer {
  const rows = sequences.map((sequence) => rowOf(kit, sequence, form));
  if (form === "json") {
    const readings = rows.map((row) => readingOfRow(row, GroupClock.Time_ms));
    return Buffer.from(JSON.stringify({ version: "1.0", report, incarnation: incarnationOf(kit), readings }));
  }
  const newest = sequences.at(-1) ?? 0;
  const frame: ReportFrame = {
    report,
    incarnation: incarnationOf(kit),
    uptime_s: newest + 1,
    configuration: 0,
    wifiRssi_dBm: -60,
    oldestHeld: sequences[0] ?? 0,
    firmware: "0.1.0",
    dropped: [],
    counters: [],
    events: [],
    attempts: [],
    groups: [
      {
        boot: 1,
        resetCause: 0,
        anchorUptime_s: NOT_MEASURED,
        anchorTime_s: NOT_MEASURED,
        clock: GroupClock.Uptime_s,
        rows,
      },
    ],
  };
  return Buffer.from(encodeReport(frame, Buffer.alloc(16 * 1024)));
}

/** The one numbering of a kit of the load. */
export function incarnationOf(kit: number): number {
  return 1_000 + kit;
}

function mixed(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}
