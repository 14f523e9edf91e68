import type { z } from "zod";
import { redacted } from "./redact";
import { type Report, reportSchema } from "./report";
import { frameOfReport } from "./reportFrame";
import {
  chargeStates,
  connectionStages,
  eventKinds,
  lampConditions,
  offReasons,
  outputs,
  type RefusalReason,
  resetCauses,
} from "./vocabulary";
import { Column, MAJOR_VERSION, MINOR_VERSION, NOT_MEASURED, type ReportFrame } from "./wire/columns";
import { decodeReport, WireError } from "./wire/decodeReport";

/** A report that is refused as a whole. `message` says what is wrong and, where known, what to do. */
export class ReportRefused extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
    /** The report's own number, where it could be read. */
    readonly report?: number,
    /** What may be kept of a JSON report: without the values of unknown fields, and without free text. */
    readonly redacted?: string,
  ) {
    super(message);
    this.name = "ReportRefused";
  }
}

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
    checkNames(frame, bytes[1] as number);
    return { frame, unknownParts: unknownSections.length };
  } catch (error) {
    if (error instanceof WireError) throw new ReportRefused(error.code, error.message);
    throw error;
  }
}

/**
 * Reads a report in its JSON form.
 *
 * @throws ReportRefused with every problem found, each with its path.
 */
export function parseJsonReport(bytes: Buffer): ParsedReport {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new ReportRefused("undecodable", `not JSON: ${(error as Error).message.replace(/".*"/s, "(text)")}`);
  }
  const report = numberOf(value);
  const version = isObject(value) && typeof value.version === "string" ? /^(\d+)\.(\d+)$/.exec(value.version) : null;
  if (version && Number(version[1]) !== MAJOR_VERSION) {
    throw new ReportRefused(
      "unknown-version",
      `report version ${version[0]}: only ${MAJOR_VERSION}.x is known`,
      report,
    );
  }
  let unknownParts = 0;
  let parsed = reportSchema.safeParse(value);
  if (!parsed.success) {
    const unknown = unknownFields(parsed.error.issues);
    const identity = unknown.filter(({ key }) => looksLikeIdentity(key));
    if (identity.length > 0) {
      const names = identity.map(({ path }) => path).join(", ");
      throw new ReportRefused(
        "identity-field",
        `${names}: fields that can identify a person are not taken`,
        report,
        "",
      );
    }
    if (unknown.length > 0 && version && Number(version[2]) > MINOR_VERSION) {
      unknownParts = unknown.length;
      for (const { parent, key } of unknown) delete memberAt(value, parent)[key];
      parsed = reportSchema.safeParse(value);
    } else if (unknown.length > 0) {
      const names = unknown.map(({ path }) => path).join(", ");
      throw new ReportRefused(
        "unknown-field",
        `${names}: not part of version ${MAJOR_VERSION}.${MINOR_VERSION}`,
        report,
        redacted(value, unknownPaths(unknown)),
      );
    }
  }
  if (!parsed.success) {
    throw new ReportRefused("invalid-field", problemsOf(parsed.error.issues), report, redacted(value, []));
  }
  return { frame: frameOfReport(parsed.data satisfies Report), unknownParts };
}

/** Refuses numbers that stand for no name, and a firmware version that is not one, in a frame of a known minor version. */
function checkNames(frame: ReportFrame, minor: number): void {
  if (frame.firmware !== "" && !reportSchema.shape.firmware.safeParse(frame.firmware).success) {
    throw new ReportRefused("invalid-field", "firmware: must be a version, such as 0.1.0", reportOf(frame));
  }
  if (minor > MINOR_VERSION) return;
  const check = (value: number, names: readonly string[], what: string) => {
    if (value !== NOT_MEASURED && names[value] === undefined) {
      throw new ReportRefused("invalid-field", `${what} ${value} is not known`, reportOf(frame));
    }
  };
  for (let i = 0; i < frame.events.length; i += 3) check(frame.events[i] as number, eventKinds, "event");
  for (let i = 0; i < frame.attempts.length; i += 5) {
    if (frame.attempts.slice(i, i + 5).includes(NOT_MEASURED)) {
      throw new ReportRefused("invalid-field", "attempts: something is absent", reportOf(frame));
    }
    check(frame.attempts[i + 1] as number, connectionStages, "connection stage");
  }
  for (const group of frame.groups) {
    check(group.resetCause, resetCauses, "reset cause");
    for (const row of group.rows) {
      check(row[Column.ChargeState] as number, chargeStates, "charge state");
      for (let i = 0; i < 3; i++) check(row[Column.Lamp1Condition + i] as number, lampConditions, "lamp condition");
      const off = row[Column.Off] as number;
      if (off !== NOT_MEASURED) checkOff(off, frame);
    }
  }
}

function checkOff(off: number, frame: ReportFrame): void {
  let left = off;
  for (const _ of outputs) {
    if ((left & 15) > offReasons.length) left = -1;
    left >>= 4;
  }
  if (left !== 0) throw new ReportRefused("invalid-field", `off bits ${off} are not known`, reportOf(frame));
}

function reportOf(frame: ReportFrame): number | undefined {
  return frame.report === NOT_MEASURED ? undefined : frame.report;
}

interface UnknownField {
  parent: PropertyKey[];
  key: string;
  path: string;
}

function unknownFields(issues: z.core.$ZodIssue[]): UnknownField[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ parent: issue.path, key, path: pathText([...issue.path, key]) }))
      : [],
  );
}

function unknownPaths(unknown: UnknownField[]): PropertyKey[][] {
  return unknown.map(({ parent, key }) => [...parent, key]);
}

/**
 * Words that stand in the names of fields about a person, a phone, a SIM or a place. A field of
 * the schema is never compared with them.
 */
const identityWords =
  /name|nom$|phone|mobile|tel(?:ephone)?$|msisdn|imei|imsi|iccid|sim|mail|address|adresse|lat(?:itude)?$|lon(?:gitude)?$|lng|gps|position|location|coord|household|contact|family|famille|identit|passport|passeport|numero|whatsapp|menage|person|beneficiary|user|birth|gender|photo|card|ip$|mac$/i;

function looksLikeIdentity(field: string): boolean {
  return identityWords.test(field);
}

function problemsOf(issues: z.core.$ZodIssue[]): string {
  const shown = issues.slice(0, 5).map((issue) => `${pathText(issue.path)}: ${issue.message}`);
  return shown.join("; ") + (issues.length > 5 ? `; and ${issues.length - 5} more` : "");
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length > 0
    ? path
        .map((part) =>
          String(part)
            .slice(0, 40)
            .replace(/\d{6,}/g, "…"),
        )
        .join(".")
    : "report";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number | undefined {
  return isObject(value) && Number.isSafeInteger(value.report) ? (value.report as number) : undefined;
}

function memberAt(value: unknown, path: PropertyKey[]): Record<string, unknown> {
  return path.reduce((member, part) => (member as Record<PropertyKey, unknown>)[part], value) as Record<
    string,
    unknown
  >;
}
