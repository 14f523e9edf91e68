import fc from "fast-check";
import { Column, type Group, GroupClock, NOT_MEASURED, type ReportFrame } from "./columns";

/** Generated rows and reports, for tests. */

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const optional = (arbitrary: fc.Arbitrary<number>) => fc.oneof(arbitrary, fc.constant(NOT_MEASURED));
const MEASURED = Column.Count - Column.BatteryVoltage_mV;

const value = fc.oneof(
  fc.integer({ min: -0x7ffffffe, max: 0x7fffffff }),
  fc.integer({ min: -40, max: 40 }),
  fc.constantFrom(NOT_MEASURED, 0, 12_800, 0x7fffffff, -0x7ffffffe),
);
/** Unix time in ms up to the last one that a date can have, or a plain uptime. */
const time = fc.oneof(fc.integer({ min: 0, max: 8_640_000_000_000_000 }), fc.integer({ min: 0, max: 100_000 }), u32);
const anyRow = fc
  .tuple(fc.oneof(u32, fc.nat({ max: 50 })), time, fc.array(value, { minLength: MEASURED, maxLength: MEASURED }))
  .map(([sequence, at, values]) => [sequence, at, ...values]);

/** The rows after `start`, a quarter of an hour apart, each with `changes` to some of its columns. */
function goneOn(start: readonly number[], changes: readonly (readonly [number, (before: number) => number])[][]) {
  const row = [...start];
  return changes.map((ofRow) => {
    row[Column.Sequence] = ((row[Column.Sequence] as number) + 1) % 0x100000000;
    row[Column.Time] = (row[Column.Time] as number) + 900;
    for (const [column, changed] of ofRow) {
      row[column] = Math.min(Math.max(changed(row[column] as number), NOT_MEASURED), 0x7fffffff);
    }
    return [...row];
  });
}
const anyColumn = fc.integer({ min: Column.BatteryVoltage_mV, max: Column.Lamp3Condition });
/** Of a quiet night: one value changes a row, to any other. */
const calmRows = fc.tuple(anyRow, fc.array(fc.tuple(anyColumn, value), { maxLength: 30 })).map(([start, changes]) =>
  goneOn(
    start,
    changes.map(([column, to]) => [[column, () => to]]),
  ),
);
/** Of a day of clouds and people: most values waver, a few jump. */
const livelyRows = fc
  .tuple(
    anyRow,
    fc.array(fc.array(fc.integer({ min: -600, max: 600 }), { minLength: MEASURED, maxLength: MEASURED }), {
      maxLength: 30,
    }),
  )
  .map(([start, steps]) =>
    goneOn(
      start,
      steps.map((ofRow) =>
        ofRow.map((step, i) => [
          Column.BatteryVoltage_mV + i,
          (before) => before + (i % 3 === 0 ? 8 * step : step >> 6),
        ]),
      ),
    ),
  );

/** Rows as they may be packed: without order, of calm nights, of lively days. */
export const anyRows: fc.Arbitrary<number[][]> = fc.oneof(fc.array(anyRow, { maxLength: 30 }), calmRows, livelyRows);

const group: fc.Arbitrary<Group> = fc
  .record({
    boot: optional(u32),
    resetCause: optional(fc.integer({ min: 0, max: 4 })),
    anchor: fc.option(fc.tuple(u32, u32)),
    clock: fc.constantFrom(GroupClock.Uptime_s, GroupClock.Time_ms),
    rows: anyRows,
  })
  .map(({ anchor, ...rest }) => ({
    ...rest,
    anchorUptime_s: anchor?.[0] ?? NOT_MEASURED,
    anchorTime_s: anchor?.[1] ?? NOT_MEASURED,
  }));

/** Any report whose numbers stand for names. */
export const anyFrame: fc.Arbitrary<ReportFrame> = fc.record({
  report: optional(u32),
  incarnation: optional(u32),
  uptime_s: optional(u32),
  configuration: optional(u32),
  wifiRssi_dBm: optional(fc.integer({ min: -127, max: -1 })),
  oldestHeld: optional(u32),
  firmware: fc.constantFrom("", "0.1.0", "12.34.56-rc.1"),
  dropped: fc.array(fc.tuple(u32, u32), { maxLength: 5 }).map((pairs) => pairs.flat()),
  counters: fc.oneof(fc.constant<number[]>([]), fc.array(optional(u32), { minLength: 6, maxLength: 6 })),
  events: fc
    .array(fc.tuple(fc.nat({ max: 2 }), optional(u32), optional(u32)), { maxLength: 5 })
    .map((events) => events.flat()),
  attempts: fc
    .array(fc.tuple(u32, fc.nat({ max: 5 }), u32, u32, u32), { maxLength: 5 })
    .map((attempts) => attempts.flat()),
  groups: fc.array(group, { maxLength: 4 }),
});

/** A report that says nothing. */
export const emptyFrame: ReportFrame = {
  report: 1,
  incarnation: 1,
  uptime_s: 0,
  configuration: NOT_MEASURED,
  wifiRssi_dBm: NOT_MEASURED,
  oldestHeld: NOT_MEASURED,
  firmware: "",
  dropped: [],
  counters: [],
  events: [],
  attempts: [],
  groups: [],
};
