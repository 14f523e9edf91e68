import type { Reading } from "./reading";
import type { Report } from "./report";
import {
  chargeStates,
  connectionStages,
  counterNames,
  eventKinds,
  lampConditions,
  offReasons,
  outputs,
  resetCauses,
} from "./vocabulary";
import { Column, emptyRow, type Group, GroupClock, NOT_MEASURED, type ReportFrame } from "./wire/columns";

/**
 * A report in its JSON form as a frame of rows, the form in which both kinds of report are
 * checked, journalled and read.
 */
export function frameOfReport(report: Report): ReportFrame {
  const groups: Group[] = [];
  for (const boot of report.boots ?? []) {
    const context = {
      boot: orNotMeasured(boot.boot),
      resetCause: indexIn(resetCauses, boot.resetCause),
      anchorUptime_s: orNotMeasured(boot.anchor?.uptime_s),
      anchorTime_s: orNotMeasured(boot.anchor?.serverTime_s),
    };
    groups.push(...groupsOfReadings(boot.readings, context));
  }
  const noContext = {
    boot: NOT_MEASURED,
    resetCause: NOT_MEASURED,
    anchorUptime_s: NOT_MEASURED,
    anchorTime_s: NOT_MEASURED,
  };
  groups.push(...groupsOfReadings(report.readings ?? [], noContext));
  return {
    report: orNotMeasured(report.report),
    incarnation: orNotMeasured(report.incarnation),
    uptime_s: orNotMeasured(report.uptime_s),
    configuration: orNotMeasured(report.configuration),
    wifiRssi_dBm: orNotMeasured(report.wifiRssi_dBm),
    oldestHeld: orNotMeasured(report.oldestHeld),
    firmware: report.firmware ?? "",
    dropped: (report.dropped ?? []).flat(),
    counters: report.counters ? counterNames.map((name) => orNotMeasured(report.counters?.[name])) : [],
    events: (report.events ?? []).flatMap((event) => [
      indexIn(eventKinds, event.kind),
      orNotMeasured(event.boot),
      orNotMeasured(event.uptime_s),
    ]),
    attempts: (report.attempts ?? []).flatMap((span) => [
      span.boot,
      connectionStages.indexOf(span.reached),
      span.from_uptime_s,
      span.to_uptime_s,
      span.count,
    ]),
    groups,
  };
}

/** A frame in the JSON form of a report of version 1.0. The inverse of `frameOfReport`, less what was null. */
export function reportOfFrame(frame: ReportFrame): Report {
  const report: Report = { version: "1.0" };
  const set = (name: "report" | "incarnation" | "uptime_s" | "configuration" | "wifiRssi_dBm" | "oldestHeld") => {
    if (frame[name] !== NOT_MEASURED) report[name] = frame[name];
  };
  set("report");
  set("incarnation");
  if (frame.firmware) report.firmware = frame.firmware;
  set("configuration");
  set("uptime_s");
  set("wifiRssi_dBm");
  set("oldestHeld");
  if (frame.dropped.length > 0) report.dropped = inTuples(frame.dropped, 2) as [number, number][];
  if (frame.counters.length > 0) {
    report.counters = Object.fromEntries(
      counterNames.map((name, i) => [name, frame.counters[i]]).filter(([, value]) => value !== NOT_MEASURED),
    );
  }
  if (frame.events.length > 0) {
    report.events = inTuples(frame.events, 3).map(([kind, boot, uptime_s]) => ({
      kind: eventKinds[kind as number] as (typeof eventKinds)[number],
      ...(boot !== NOT_MEASURED && { boot }),
      ...(uptime_s !== NOT_MEASURED && { uptime_s }),
    }));
  }
  if (frame.attempts.length > 0) {
    report.attempts = inTuples(frame.attempts, 5).map((span) => {
      const [boot, stage, from_uptime_s, to_uptime_s, count] = span as [number, number, number, number, number];
      return {
        boot,
        reached: connectionStages[stage] as (typeof connectionStages)[number],
        from_uptime_s,
        to_uptime_s,
        count,
      };
    });
  }
  report.boots = frame.groups.map((group) => ({
    ...(group.boot !== NOT_MEASURED && { boot: group.boot }),
    ...(group.resetCause !== NOT_MEASURED && {
      resetCause: resetCauses[group.resetCause] as (typeof resetCauses)[number],
    }),
    ...(group.anchorUptime_s !== NOT_MEASURED && {
      anchor: { uptime_s: group.anchorUptime_s, serverTime_s: group.anchorTime_s },
    }),
    readings: group.rows.map((row) => readingOfRow(row, group.clock)),
  }));
  return report;
}

/** A reading as a row of the wire. Its time is milliseconds since 1970 or seconds since boot, as it has it. */
export function rowOfReading(reading: Reading): number[] {
  const row = emptyRow();
  row[Column.Sequence] = reading.sequence;
  // a column holds no time before 1970: such a reading cannot be true, and must not spoil those that are kept with it
  row[Column.Time] = reading.time === undefined ? (reading.uptime_s as number) : Math.max(0, Date.parse(reading.time));
  row[Column.BatteryVoltage_mV] = orNotMeasured(reading.battery?.voltage_mV);
  row[Column.BatteryCurrent_mA] = orNotMeasured(reading.battery?.current_mA);
  row[Column.BatteryTemperature_degC] = orNotMeasured(reading.battery?.temperature_degC);
  row[Column.BatteryStateOfCharge_pct] = orNotMeasured(reading.battery?.stateOfCharge_pct);
  row[Column.PanelVoltage_mV] = orNotMeasured(reading.panel?.voltage_mV);
  row[Column.PanelCurrent_mA] = orNotMeasured(reading.panel?.current_mA);
  row[Column.Usb1Current_mA] = orNotMeasured(reading.usb?.[0]?.current_mA);
  row[Column.Usb2Current_mA] = orNotMeasured(reading.usb?.[1]?.current_mA);
  row[Column.RadioCurrent_mA] = orNotMeasured(reading.radio?.current_mA);
  row[Column.RadioLight_pct] = orNotMeasured(reading.radio?.light_pct);
  row[Column.ControllerTemperature_degC] = orNotMeasured(reading.controller?.temperature_degC);
  row[Column.ChargeState] = indexIn(chargeStates, reading.controller?.chargeState);
  if (reading.off) {
    row[Column.Off] = reading.off.reduce((bits, { output, reason }) => {
      const place = 4 * outputs.indexOf(output);
      return (bits & ~(15 << place)) | ((1 + offReasons.indexOf(reason)) << place);
    }, 0);
  }
  for (let i = 0; i < 3; i++) {
    const lamp = reading.lamps?.[i];
    row[Column.Lamp1Commanded_pct + i] = orNotMeasured(lamp?.commanded_pct);
    row[Column.Lamp1Current_mA + i] = orNotMeasured(lamp?.current_mA);
    row[Column.Lamp1Condition + i] = indexIn(lampConditions, lamp?.condition);
  }
  return row;
}

/** A row of the wire as a reading; what was not measured is absent. */
export function readingOfRow(row: readonly number[], clock: GroupClock): Reading {
  const at = (column: Column) => {
    const value = row[column];
    return value === undefined || value === NOT_MEASURED ? undefined : value;
  };
  const time = row[Column.Time] as number;
  const off = at(Column.Off);
  return pruned({
    sequence: row[Column.Sequence],
    ...(clock === GroupClock.Time_ms ? { time: new Date(time).toISOString() } : { uptime_s: time }),
    battery: {
      voltage_mV: at(Column.BatteryVoltage_mV),
      current_mA: at(Column.BatteryCurrent_mA),
      temperature_degC: at(Column.BatteryTemperature_degC),
      stateOfCharge_pct: at(Column.BatteryStateOfCharge_pct),
    },
    panel: { voltage_mV: at(Column.PanelVoltage_mV), current_mA: at(Column.PanelCurrent_mA) },
    lamps: trimmed(
      [0, 1, 2].map((i) => ({
        commanded_pct: at(Column.Lamp1Commanded_pct + i),
        current_mA: at(Column.Lamp1Current_mA + i),
        condition: lampConditions[at(Column.Lamp1Condition + i) ?? -1],
      })),
    ),
    usb: trimmed([Column.Usb1Current_mA, Column.Usb2Current_mA].map((column) => ({ current_mA: at(column) }))),
    radio: { current_mA: at(Column.RadioCurrent_mA), light_pct: at(Column.RadioLight_pct) },
    controller: {
      temperature_degC: at(Column.ControllerTemperature_degC),
      chargeState: chargeStates[at(Column.ChargeState) ?? -1],
    },
    off: off === undefined ? undefined : offOfBits(off),
  }) as Reading;
}

function offOfBits(bits: number) {
  return outputs.flatMap((output, i) => {
    const reason = offReasons[((bits >> (4 * i)) & 15) - 1];
    return reason ? [{ output, reason }] : [];
  });
}

function groupsOfReadings(readings: Reading[], context: Omit<Group, "clock" | "rows">): Group[] {
  return [GroupClock.Uptime_s, GroupClock.Time_ms].flatMap((clock) => {
    const members = readings.filter((reading) => clockOf(reading) === clock);
    return members.length > 0 ? [{ ...context, clock, rows: members.map(rowOfReading) }] : [];
  });
}

function clockOf(reading: Reading): GroupClock {
  return reading.time === undefined ? GroupClock.Uptime_s : GroupClock.Time_ms;
}

function orNotMeasured(value: number | null | undefined): number {
  return value ?? NOT_MEASURED;
}

function indexIn<T extends string>(names: readonly T[], name: T | null | undefined): number {
  return name ? names.indexOf(name) : NOT_MEASURED;
}

function inTuples(list: number[], size: number): number[][] {
  return Array.from({ length: list.length / size }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Without the empty objects at the end of a list. */
function trimmed<T extends object>(list: T[]): T[] {
  const last = list.findLastIndex((item) => Object.values(item).some((value) => value !== undefined));
  return list.slice(0, last + 1);
}

/** Without members that are undefined, and without objects and lists in which nothing is left (an empty `off` says something and stays). */
function pruned(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (member === undefined) return [];
    if (Array.isArray(member)) {
      if (member.length === 0 && key !== "off") return [];
      return [[key, member.map((item) => (typeof item === "object" && item ? pruned(item) : item))]];
    }
    if (typeof member === "object" && member) {
      const inner = pruned(member as Record<string, unknown>);
      return Object.keys(inner).length > 0 ? [[key, inner]] : [];
    }
    return [[key, member]];
  });
  return Object.fromEntries(entries);
}
