/**
 * A reading on the wire is a row of integers, one per column. This file is portable: the chip
 * (DeviceScript) and Node run it alike, so it keeps to the subset of TypeScript that both have.
 */

/** What a kit cannot measure. Outside the range of every column. */
export const NOT_MEASURED = -0x7fffffff;

/** Columns of a row. Units stand in the names; a lamp takes three columns in a row. */
export const enum Column {
  Sequence = 0,
  /** `uptime_s` of the boot, or Unix time in ms where the group's clock says so. */
  Time = 1,
  BatteryVoltage_mV = 2,
  /** Positive when charging. */
  BatteryCurrent_mA = 3,
  PanelVoltage_mV = 4,
  PanelCurrent_mA = 5,
  BatteryStateOfCharge_pct = 6,
  Usb1Current_mA = 7,
  BatteryTemperature_degC = 8,
  ControllerTemperature_degC = 9,
  RadioCurrent_mA = 10,
  RadioLight_pct = 11,
  Usb2Current_mA = 12,
  /** Index into `chargeStates`. */
  ChargeState = 13,
  /** Four bits for each output in the order of `outputs`: 0 = on, else 1 + index into `offReasons`. */
  Off = 14,
  Lamp1Current_mA = 15,
  Lamp2Current_mA = 16,
  Lamp3Current_mA = 17,
  Lamp1Commanded_pct = 18,
  Lamp2Commanded_pct = 19,
  Lamp3Commanded_pct = 20,
  /** Index into `lampConditions`. */
  Lamp1Condition = 21,
  Lamp2Condition = 22,
  Lamp3Condition = 23,
  Count = 24,
}

/** First column kept in the readings section, first kept in the lamp section. */
export const FIRST_CORE_COLUMN = 2;
export const FIRST_LAMP_COLUMN = 15;

/** How a group's `Time` column is to be read. */
export const enum GroupClock {
  Uptime_s = 0,
  Time_ms = 1,
}

/** Added to a group's clock on the wire: the group is of the same boot as the one before, with the same anchor. */
export const SAME_BOOT = 2;

/** Sections of a report, by their number on the wire. */
export const enum Section {
  Envelope = 1,
  Counters = 2,
  Events = 3,
  Readings = 4,
  Lamps = 5,
  Attempts = 6,
}

export const MAJOR_VERSION = 1;
export const MINOR_VERSION = 0;

/** A row in which nothing has been measured yet. */
export function emptyRow(): number[] {
  const row: number[] = [];
  for (let column = 0; column < Column.Count; column++) row.push(NOT_MEASURED);
  return row;
}

/** Readings of one boot, oldest first. `NOT_MEASURED` stands for what is absent. */
export interface Group {
  boot: number;
  /** Index into `resetCauses`. */
  resetCause: number;
  /** The last server time the kit knew in this boot, and its uptime then. */
  anchorUptime_s: number;
  anchorTime_s: number;
  clock: GroupClock;
  rows: number[][];
}

/** A report as it travels. `NOT_MEASURED` (or an empty string or list) stands for what is absent. */
export interface ReportFrame {
  report: number;
  incarnation: number;
  uptime_s: number;
  /** Revision of the last commands that the kit applied, 0 for none yet. */
  configuration: number;
  wifiRssi_dBm: number;
  oldestHeld: number;
  firmware: string;
  /**
   * Pairs [first, last] of sequences that the kit thinned or lost, one after the other: what the server does not
   * have of them will not come.
   */
  dropped: number[];
  /** Six counters in the order of `counterNames`, or an empty list. */
  counters: number[];
  /** Triples [index into `eventKinds`, boot, uptime_s], one after the other. */
  events: number[];
  /**
   * Attempts to connect that did not end in an acknowledgement: quintuples [boot, index into `connectionStages`,
   * first and last uptime_s, how many], one after the other. Each is a span of attempts that came equally far.
   */
  attempts: number[];
  groups: Group[];
}
