import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type ParsedReport, parseBinaryReport, parseJsonReport, parseScan, ReportRefused } from "./parseReport";
import { Column, NOT_MEASURED, type ReportFrame } from "./wire/columns";
import { encodeReport } from "./wire/encodeReport";
import type { ScannedReport } from "./wire/scanReport";
import { anyFrame } from "./wire/testReports";
import vectors from "./wire/vectors.json";

/** Each begins with a seed of its own, which a failure names. */
const ROUNDS = 10;
const PER_ROUND = 5_000;
const LARGEST_bytes = 64 * 1024;
/** Characters of a refusal, which goes back to the kit and into the quarantine. */
const LONGEST_MESSAGE = 20_000;

/** Whole numbers from 0 to below a limit, the same for the same seed (Mulberry32). */
function numbersFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * limit);
  };
}

/** Outcome of parsing. Anything but a refusal that is thrown fails the test. */
function outcomeOf<T>(parse: (bytes: Buffer) => T, bytes: Buffer): T | ReportRefused {
  try {
    return parse(bytes);
  } catch (error) {
    if (error instanceof ReportRefused) return error;
    throw error;
  }
}

function headOf({ report, incarnation, uptime_s, configuration, firmware, ...more }: ReportFrame | ScannedReport) {
  const { wifiRssi_dBm, oldestHeld, dropped, counters, events, attempts } = more;
  const numbers = { report, incarnation, uptime_s, configuration, wifiRssi_dBm, oldestHeld };
  return { ...numbers, firmware, dropped, counters, events, attempts };
}

/** What both scan and full parse say of a report. */
function ofScan(scan: ScannedReport) {
  const readings = scan.groups.map(({ boot, resetCause, anchorUptime_s, anchorTime_s, clock, ...group }) => ({
    boot,
    resetCause,
    anchorUptime_s,
    anchorTime_s,
    clock,
    count: group.count,
    first: group.firstSequence,
    last: group.lastTime,
  }));
  return {
    ...headOf(scan),
    readings,
    unknownParts: scan.unknownSections,
    highest_mV: scan.high[Column.BatteryVoltage_mV],
  };
}

function ofRows({ frame, unknownParts }: ParsedReport): ReturnType<typeof ofScan> {
  const readings = frame.groups.map(({ rows, ...group }) => ({
    ...group,
    count: rows.length,
    first: rows[0]?.[Column.Sequence] ?? NOT_MEASURED,
    last: rows.at(-1)?.[Column.Time] ?? NOT_MEASURED,
  }));
  const voltages = frame.groups.flatMap(({ rows }) => rows.map((row) => row[Column.BatteryVoltage_mV] as number));
  return { ...headOf(frame), readings, unknownParts, highest_mV: Math.max(NOT_MEASURED, ...voltages) };
}

function refusalOf(outcome: unknown): unknown {
  return outcome instanceof ReportRefused ? [outcome.reason, outcome.message, outcome.report] : "taken";
}

/** Checks that two values are equal; only where they are not it costs the time to say how. */
function expectEqual(actual: unknown, expected: unknown, hint: () => string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, `of ${hint()}`).toEqual(expected);
}

const seeds = Array.from({ length: ROUNDS }, (_, round) => 1 + round);
const pieces = [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0x80, 0x80, 0x80, 0], [0], [0xff], [1, 0, 0]];

it.each(seeds)("binary reports, changed from seed %i on, are taken or refused, by scan and in full alike", (seed) => {
  const upTo = numbersFrom(seed);
  const sound = [
    ...vectors.reports.map(({ hex }) => Buffer.from(hex, "hex")),
    ...fc.sample(anyFrame, { numRuns: 40, seed }).map((frame) => encodeReport(frame, Buffer.alloc(LARGEST_bytes))),
  ];
  const one = <T>(list: readonly T[]) => list[upTo(list.length)] as T;
  let taken = 0;
  for (let n = 0; n < PER_ROUND; n++) {
    let bytes = Buffer.from(one(sound));
    for (let changes = 1 + upTo(3); changes > 0; changes--) {
      const at = upTo(bytes.length);
      const kind = upTo(6);
      if (kind === 0) bytes[at] = upTo(256);
      else if (kind === 1) bytes[at] = (bytes[at] as number) ^ (1 << upTo(8));
      else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(one(pieces)), bytes.subarray(at)]);
      else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + upTo(4))]);
      else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), one(sound).subarray(at)]);
      else if (bytes.length > 3) bytes[1 + upTo(2)] = upTo(8);
    }
    const hint = () => `seed ${seed}, report ${n}: ${bytes.toString("hex")}`;
    const full = outcomeOf(parseBinaryReport, bytes);
    const scan = outcomeOf(parseScan, bytes);
    if (full instanceof ReportRefused || scan instanceof ReportRefused) {
      expectEqual(refusalOf(scan), refusalOf(full), hint);
    } else {
      expectEqual(ofScan(scan), ofRows(full), hint);
      taken += 1;
    }
  }
  expect(taken, "some are still sound").toBeGreaterThan(PER_ROUND / 50);
  expect(taken, "most are not").toBeLessThan(PER_ROUND / 2);
});

/** Values that stand where another should. */
const oddValues = [
  ..."1e999 -1e999 -0 1e308 0.1 9007199254740993 4294967296 -2147483648 -2147483647 2147483647".split(" "),
  ...'null true [] {} "" "1.0" "1.9" "2.0" "\\ud800" "\\udfff\\ud800" "\\u0000" "2026-11-23T06:00:00Z"'.split(" "),
  ...'"0000-01-01T00:00:00Z" "1969-12-31T23:59:59.999Z" "9999-12-31T23:59:59+23:59"'.split(" "),
  ...'{"__proto__":{"version":"1.0"}} {"constructor":{"prototype":{"x":1}}} [[[1]]] NaN'.split(" "),
  `"${"x".repeat(5_000)}"`,
  `"${"\\ud83d".repeat(500)}"`,
  `${"[".repeat(3_000)}${"]".repeat(3_000)}`,
  `${'{"readings":'.repeat(1_000)}1${"}".repeat(1_000)}`,
];
const oddMembers = [
  '"__proto__":{"x":1}',
  '"__proto__":null',
  '"constructor":1',
  '"toString":1',
  '"":1',
  '"version":"1.1"',
  '"version":"2.0"',
  '"name":"Awa"',
  '"gps":[1,2]',
  '"later":{"__proto__":1}',
  '"report":1,"report":2',
  '"\\ud800":1',
  '"length":1e9',
  `"${"k".repeat(2_000)}":1`,
];

it.each(seeds)("JSON reports, changed from seed %i on, are taken or refused, and what is taken can be kept", (seed) => {
  const upTo = numbersFrom(-seed);
  const one = <T>(list: readonly T[]) => list[upTo(list.length)] as T;
  const sound = vectors.reports.map(({ report }) => JSON.stringify(report));
  const encoded = Buffer.alloc(LARGEST_bytes);
  let taken = 0;
  for (let n = 0; n < PER_ROUND; n++) {
    let text = one(sound);
    for (let changes = 1 + upTo(2); changes > 0; changes--) text = changedText(text, upTo, one);
    let bytes = Buffer.from(text);
    if (upTo(5) === 0) bytes[upTo(bytes.length)] = upTo(256);
    if (upTo(20) === 0) bytes = bytes.subarray(0, upTo(bytes.length));
    const hint = () => `seed ${seed}, report ${n}: ${bytes.toString("latin1").slice(0, 2_000)}`;
    const outcome = outcomeOf(parseJsonReport, bytes);
    if (outcome instanceof ReportRefused) {
      if (outcome.message.length > LONGEST_MESSAGE)
        expect(outcome.message, `of ${hint()}`).toHaveLength(LONGEST_MESSAGE);
      continue;
    }
    taken += 1;
    const kept = outcomeOf(parseBinaryReport, encodeReport(outcome.frame, encoded));
    // -0 is 0 on the wire, as it is in JSON that is written
    expectEqual(kept, { frame: JSON.parse(JSON.stringify(outcome.frame)), unknownParts: 0 }, hint);
  }
  expect(({} as Record<string, unknown>).x, "no prototype was changed").toBeUndefined();
  expect(taken, "some are still sound").toBeGreaterThan(PER_ROUND / 50);
  expect(taken, "most are not").toBeLessThan(PER_ROUND / 1.2);
});

/** JSON text with a value replaced, a member more, or a piece gone, doubled or broken. */
function changedText(text: string, upTo: (limit: number) => number, one: <T>(list: readonly T[]) => T): string {
  const values = [...text.matchAll(/(?<=[:[,])(?:-?\d+|"[^"]*"(?!:))/g)];
  const objects = [...text.matchAll(/\{(?!\})/g)];
  const at = upTo(text.length);
  const value = values.length > 0 ? one(values) : undefined;
  const object = objects.length > 0 ? one(objects) : undefined;
  switch (upTo(6)) {
    case 0:
    case 1:
      if (!value) return text;
      return text.slice(0, value.index) + one(oddValues) + text.slice(value.index + value[0].length);
    case 2:
      if (!object) return text;
      return `${text.slice(0, object.index + 1)}${one(oddMembers)},${text.slice(object.index + 1)}`;
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + upTo(8));
    case 4:
      return text.slice(0, at) + String.fromCharCode(upTo(0x250)) + text.slice(at);
    default:
      if (!value) return text;
      return `${text.slice(0, value.index)}${upTo(2) === 0 ? "-" : ""}${upTo(70_000)}${text.slice(value.index + value[0].length)}`;
  }
}
