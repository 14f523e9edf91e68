import type { z } from "zod";
import type { ParsedReport } from "./parseBinary";
import { redacted } from "./redact";
import { type Report, reportSchema } from "./report";
import { frameOfReport } from "./reportFrame";
import { ReportRefused } from "./reportRefused";
import { MAJOR_VERSION, MINOR_VERSION } from "./wire/columns";

export { type ParsedReport, parseBinaryReport, parseScan } from "./parseBinary";
export { ReportRefused } from "./reportRefused";

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
