import { ReportRefused } from "./reportRefused";
import { reportSchema } from "./report";
import {
  chargeStates,
  connectionStages,
  eventKinds,
  lampConditions,
  offReasons,
  outputs,
  resetCauses,
} from "./vocabulary";
import { Column, MINOR_VERSION, NOT_MEASURED, type ReportFrame } from "./wire/columns";
import { decodeReport } from "./wire/decodeReport";
import { type ScannedReport, scanReport } from "./wire/scanReport";
import { WireError } from "./wire/wireError";

export interface ParsedReport {
  frame: ReportFrame;
  /** Sections or fields of a newer minor version, which are kept or counted but not understood. */
  unknownParts: number;
}

/**
 * Reads a report in its binary form.
 *
 * @throws ReportRefused
 */
export function parseBinaryReport(bytes: Buffer): ParsedReport {
  try {
    const { frame, unknownSections } = decodeReport(bytes);
    const minor = bytes[1] as number;
    checkHead(frame, minor);
    if (minor <= MINOR_VERSION) checkRows(frame);
    return { frame, unknownParts: unknownSections.length };
  } catch (error) {
    throw asRefusal(error);
  }
}

/**
 * Reads a report in its binary form without making its rows, at a fraction of what `parseBinaryReport` costs: for
 * those that take reports in and need not look at each reading. The same reports are refused.
 *
 * @returns what is valid until the next report is read, as `scanReport` says
 * @throws ReportRefused
 */
export function parseScan(bytes: Buffer): ScannedReport {
  try {
    const scanned = scanReport(bytes);
    checkHead(scanned, scanned.minor);
    // finds out which row it is; or that it is none, where two reasons put together look like a third
    if (scanned.minor <= MINOR_VERSION && !hasKnownNames(scanned)) parseBinaryReport(bytes);
    return scanned;
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  return error instanceof WireError ? new ReportRefused(error.code, error.message) : error;
}

/** Refuses a firmware version that is not one and, in a known minor version, numbers that stand for no name. */
function checkHead(report: ReportFrame | ScannedReport, minor: number): void {
  if (report.firmware !== "" && !isVersion(report.firmware)) {
    throw new ReportRefused("invalid-field", "firmware: must be a version, such as 0.1.0", numberOf(report));
  }
  if (minor > MINOR_VERSION) return;
  const { events, attempts, groups } = report;
  for (let i = 0; i < events.length; i += 3) checkName(events[i] as number, eventKinds, "event", report);
  for (let i = 0; i < attempts.length; i += 5) {
    if (attempts.slice(i, i + 5).includes(NOT_MEASURED)) {
      throw new ReportRefused("invalid-field", "attempts: something is absent", numberOf(report));
    }
    checkName(attempts[i + 1] as number, connectionStages, "connection stage", report);
  }
  for (const group of groups) checkName(group.resetCause, resetCauses, "reset cause", report);
}

function checkRows(frame: ReportFrame): void {
  for (const { rows } of frame.groups) {
    for (const row of rows) {
      checkName(row[Column.ChargeState] as number, chargeStates, "charge state", frame);
      for (let i = 0; i < 3; i++) {
        checkName(row[Column.Lamp1Condition + i] as number, lampConditions, "lamp condition", frame);
      }
      const off = row[Column.Off] as number;
      if (off !== NOT_MEASURED && !areOffBits(off)) {
        throw new ReportRefused("invalid-field", `off bits ${off} are not known`, numberOf(frame));
      }
    }
  }
}

/** Whether all rows are known to pass `checkRows`, by what the scan says of all of them. */
function hasKnownNames({ low, high, offBits }: ScannedReport): boolean {
  for (let column: number = Column.Lamp1Condition; column <= Column.Lamp3Condition; column++) {
    if ((low[column] as number) < 0 || (high[column] as number) >= lampConditions.length) return false;
  }
  return (
    (low[Column.ChargeState] as number) >= 0 &&
    (high[Column.ChargeState] as number) < chargeStates.length &&
    areOffBits(offBits)
  );
}

/** Whether the four bits of each output are 0 or 1 + a reason. Where those of several rows together are, so are those of each. */
function areOffBits(off: number): boolean {
  let left = off;
  for (let output = 0; output < outputs.length; output++) {
    if ((left & 15) > offReasons.length) return false;
    left >>= 4;
  }
  return left === 0;
}

function checkName(value: number, names: readonly string[], what: string, report: ReportFrame | ScannedReport): void {
  if (value !== NOT_MEASURED && names[value] === undefined) {
    throw new ReportRefused("invalid-field", `${what} ${value} is not known`, numberOf(report));
  }
}

/** Versions looked at lately: a fleet runs few of them. Chosen: more than a programme has at once, small for whoever sends many. */
const MOST_VERSIONS = 64;
const versions = new Map<string, boolean>();

function isVersion(firmware: string): boolean {
  const known = versions.get(firmware);
  if (known !== undefined) return known;
  const isOne = reportSchema.shape.firmware.safeParse(firmware).success;
  if (versions.size >= MOST_VERSIONS) versions.clear();
  versions.set(firmware, isOne);
  return isOne;
}

function numberOf({ report }: { report: number }): number | undefined {
  return report === NOT_MEASURED ? undefined : report;
}
