import { readFileSync } from "node:fs";
import type { JournalledReport } from "@yeelen/ingest/journal/readings";
import { type FaultKind, faultKinds, faultParts } from "@yeelen/shared/faults";
import { lampConditions, offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { parse } from "yaml";
import { z } from "zod";
import type { SeenFault } from "./detection";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;

type Row = readonly number[];

/** A column in another unit. */
const scaled = (column: Column, by: number) => (row: Row) => {
  const value = row[column] as number;
  return value === NOT_MEASURED ? undefined : value / by;
};
const named = (column: Column, names: readonly string[]) => (row: Row) => names[row[column] as number];
const offFor = (output: (typeof outputs)[number]) => (row: Row) => {
  const off = row[Column.Off] as number;
  return off === NOT_MEASURED ? undefined : offReasons[((off >> (4 * outputs.indexOf(output))) & 15) - 1];
};

/** What a rule can look at, by the names that dashboards have; `starts_a_day` is counted beside the readings. */
const measures = {
  battery_voltage_V: scaled(Column.BatteryVoltage_mV, 1000),
  battery_temperature_degC: scaled(Column.BatteryTemperature_degC, 1),
  battery_stateOfCharge_pct: scaled(Column.BatteryStateOfCharge_pct, 1),
  panel_current_A: scaled(Column.PanelCurrent_mA, 1000),
  controller_temperature_degC: scaled(Column.ControllerTemperature_degC, 1),
  lamp1_condition: named(Column.Lamp1Condition, lampConditions),
  lamp2_condition: named(Column.Lamp2Condition, lampConditions),
  lamp3_condition: named(Column.Lamp3Condition, lampConditions),
  usb1_off: offFor("usb1"),
  usb2_off: offFor("usb2"),
} as const;
const names = Object.keys(measures) as (keyof typeof measures)[];

const limit = z.union([z.number(), z.strictObject({ "lifepo4-4s": z.number(), "lead-acid-6s": z.number() })]);
const condition = z.strictObject({
  measure: z.enum([...names, "starts_a_day"]),
  below: limit.optional(),
  above: limit.optional(),
  is: z.string().optional(),
});
type Condition = z.infer<typeof condition>;
const rulesSchema = z.strictObject({
  for_h: z.number().nonnegative(),
  repeat_h: z.number().nonnegative(),
  rules: z.array(
    condition.extend({
      kind: z.enum(faultKinds),
      part: z.enum(faultParts),
      between_h: z.tuple([z.number(), z.number()]).optional(),
      while: condition.optional(),
    }),
  ),
});
export type PlainRules = z.infer<typeof rulesSchema>;
type Rule = PlainRules["rules"][number];

/** The rules that come with the program. */
export function plainRules(): PlainRules {
  return rulesSchema.parse(parse(readFileSync(new URL("./plain-thresholds.yaml", import.meta.url), "utf8")));
}

interface RuleState {
  /** Event time since which it has been true, or undefined. */
  since_ms: number | undefined;
  open: SeenFault | undefined;
  last: SeenFault | undefined;
}

interface KitState {
  newest_ms: number;
  boot: number;
  starts_ms: number[];
  rules: RuleState[];
}

/** Alarms by static rules, as a dashboard gives them: on what is newest, never on the past. */
export class PlainThresholds {
  readonly faults: SeenFault[] = [];
  private readonly kits = new Map<string, KitState>();

  constructor(private readonly rules: PlainRules) {}

  take({ kit, received_ms, readings }: JournalledReport): void {
    let state = this.kits.get(kit.code);
    if (!state) {
      const rules = this.rules.rules.map(() => ({ since_ms: undefined, open: undefined, last: undefined }));
      state = { newest_ms: Number.NEGATIVE_INFINITY, boot: NOT_MEASURED, starts_ms: [], rules };
      this.kits.set(kit.code, state);
    }
    for (const reading of readings.toSorted((a, b) => a.time_ms - b.time_ms)) {
      // what comes late is in the picture, and no alarm looks at it
      if (reading.time_ms <= state.newest_ms) continue;
      state.newest_ms = reading.time_ms;
      countStarts(state, reading.boot, reading.time_ms);
      for (const [i, rule] of this.rules.rules.entries()) {
        const isTrue = holds(rule, reading.row, reading.time_ms, state.starts_ms.length, kit.battery);
        this.move(state.rules[i] as RuleState, rule, isTrue, kit, reading.time_ms, received_ms);
      }
    }
  }

  private move(
    state: RuleState,
    { kind, part, measure }: Rule,
    isTrue: boolean,
    { code: kit, site }: JournalledReport["kit"],
    time_ms: number,
    received_ms: number,
  ): void {
    if (!isTrue) {
      state.since_ms = undefined;
      if (state.open) state.open.gone_ms = received_ms;
      state.open = undefined;
      return;
    }
    state.since_ms ??= time_ms;
    if (state.open || time_ms - state.since_ms < this.rules.for_h * HOUR_ms) return;
    const before = state.last;
    if (before && received_ms - (before.gone_ms ?? received_ms) < this.rules.repeat_h * HOUR_ms) {
      before.gone_ms = undefined;
      state.open = before;
      return;
    }
    const fault: SeenFault = {
      kit,
      site,
      kind,
      part,
      severity: "minor",
      shown_ms: received_ms,
      gone_ms: undefined,
      since_ms: state.since_ms,
      raised_ms: time_ms,
      isSeenOpen: true,
      shownAgain_ms: [],
      evidence: { rule: measure },
    };
    state.open = fault;
    state.last = fault;
    this.faults.push(fault);
  }
}

function countStarts(state: KitState, boot: number, time_ms: number): void {
  if (boot !== NOT_MEASURED && boot !== state.boot) {
    if (state.boot !== NOT_MEASURED) state.starts_ms.push(time_ms);
    state.boot = boot;
  }
  while ((state.starts_ms[0] ?? time_ms) < time_ms - DAY_ms) state.starts_ms.shift();
}

/** Whether a rule is true of a reading; what is not measured is not. */
export function holds(rule: Rule, row: Row, time_ms: number, starts: number, battery: string): boolean {
  const hour = (time_ms % DAY_ms) / HOUR_ms;
  if (rule.between_h && (hour < rule.between_h[0] || hour >= rule.between_h[1])) return false;
  return isMet(rule, row, starts, battery) && (!rule.while || isMet(rule.while, row, starts, battery));
}

function isMet({ measure, below, above, is }: Condition, row: Row, starts: number, battery: string): boolean {
  const value = measure === "starts_a_day" ? starts : measures[measure](row);
  if (value === undefined) return false;
  if (typeof value === "string") return value === is;
  const limitOf = (of: z.infer<typeof limit>) => (typeof of === "number" ? of : of[battery as "lifepo4-4s"]);
  return (below !== undefined && value < limitOf(below)) || (above !== undefined && value > limitOf(above));
}

/** Kinds that these rules speak of. */
export function kindsOf({ rules }: PlainRules): Set<FaultKind> {
  return new Set(rules.map(({ kind }) => kind));
}
