import { isKitId } from "@yeelen/shared/topics";
import { chargeStates } from "@yeelen/shared/vocabulary";
import { z } from "zod";
import { batteryNames } from "../../power/kitType";
import type { Mismatch } from "../../scenario/yamlFile";
import { type LogFieldName, logFields, units } from "./fields";
import { isTimePattern, isZone } from "./time";

const column = z.string().min(1, "must name a column");

/** Which column is a field, and in which unit. */
function fieldSchema(name: LogFieldName) {
  const names = Object.keys(units[logFields[name].quantity]) as [string, ...string[]];
  return z
    .strictObject({
      column: column.describe("Its heading, or its key; a dot goes into an object"),
      unit: z.enum(names).describe("What it is given in"),
      factor: z.number().default(1).describe("What it is multiplied by, before the unit counts"),
      offset: z.number().default(0).describe("What is added then, in its unit"),
    })
    .optional();
}

type FieldSchema = ReturnType<typeof fieldSchema>;
const fieldNames = Object.keys(logFields) as LogFieldName[];
const readings = z.strictObject(
  Object.fromEntries(fieldNames.map((name) => [name, fieldSchema(name)])) as Record<LogFieldName, FieldSchema>,
);

const nominals_V = [6, 12, 24, 36, 48] as const;

/** How a site log becomes kits, as a file says it. */
export const mappingSchema = z.strictObject({
  format: z.enum(["csv", "json"]).describe("json: an array of objects, or an object on each line"),
  delimiter: z.string().min(1).default(",").describe("Between the cells of a line"),
  decimal: z.enum([".", ","]).default(".").describe("In numbers that are texts"),
  encoding: z.enum(["utf8", "utf16le", "latin1"]).default("utf8").describe("Of the file"),
  skip_lines: z.int().nonnegative().default(0).describe("Lines before the headings"),
  rows: z.string().optional().describe("Where the array lies in a JSON object, such as data.records"),
  site: z.string().min(1).describe("The place's name"),
  kit: z.string().refine(isKitId, "must be 3 to 32 letters, digits and hyphens").optional().describe("Whose log it is"),
  kit_column: column.optional().describe("Which column names the kit of a row, instead of `kit`"),
  kit_prefix: z.string().default("").describe("Before the names in that column"),
  battery: z.enum(batteryNames).describe("Chemistry and cells in series, of 12 V"),
  nominal_V: z
    .literal(nominals_V)
    .default(12)
    .describe("Of the battery as it is logged: voltages are brought to 12 V, and currents turned the other way round"),
  time: z.strictObject({
    columns: z.array(column).min(1).describe("One column, or one for the day and one for the time"),
    format: z
      .string()
      .refine(isTimePattern, "must be iso, epoch_s, epoch_ms, or a pattern such as DD/MM/YYYY HH:mm:ss")
      .default("iso"),
    zone: z
      .string()
      .refine(isZone, "must be a time zone such as Africa/Bamako, UTC or +01:00")
      .default("UTC")
      .describe("Of times that do not say theirs"),
  }),
  every_min: z.number().positive().max(60).default(1).describe("At most one reading is taken in so many minutes"),
  gap_min: z.number().positive().optional().describe("From how long on a gap is one; three intervals where left out"),
  duplicates: z.enum(["first", "last"]).default("first").describe("Which of two rows of the same time counts"),
  charging: z.enum(["positive", "negative"]).default("positive").describe("The sign of a battery that is charged"),
  battery_current_from: z
    .enum(["panel-and-load"])
    .optional()
    .describe("Reckoned, where the log has no column: panel's power less load's, by the battery's voltage"),
  readings,
  charge_state: z
    .strictObject({
      column,
      values: z.record(z.string(), z.enum(chargeStates)).describe("What each value in it means"),
    })
    .optional()
    .describe("Where it is left out it is told from panel and battery, as kits do"),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** What does not fit together. */
export function* mappingMismatches(raw: unknown): Generator<Mismatch> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return;
  const has = (key: string) => key in raw;
  const entries = raw as Record<string, unknown>;
  if (!has("kit") && !has("kit_column"))
    yield { path: [], message: "kit is missing: say whose log it is, or kit_column" };
  if (has("kit") && has("kit_column"))
    yield { path: ["kit_column"], message: "is said by `kit` already: leave one out" };
  if (has("kit_prefix") && !has("kit_column"))
    yield { path: ["kit_prefix"], message: "stands before names of kit_column" };
  const forms: [key: string, format: string][] = [
    ["delimiter", "csv"],
    ["skip_lines", "csv"],
    ["rows", "json"],
  ];
  for (const [key, format] of forms) {
    const isOther = entries.format === "csv" || entries.format === "json" ? entries.format !== format : false;
    if (has(key) && isOther) yield { path: [key], message: `is of ${format} alone: leave it out` };
  }
  if (entries.decimal === "," && (entries.delimiter ?? ",") === "," && entries.format === "csv") {
    yield { path: ["decimal"], message: "is the delimiter too: say which delimiter the file has, such as ;" };
  }
  yield* unknownQuantities(entries);
}

function* unknownQuantities(entries: Record<string, unknown>): Generator<Mismatch> {
  const said = entries.readings;
  if (typeof said !== "object" || said === null) return;
  const path = ["readings"];
  const has = (name: LogFieldName) => name in said;
  if (!has("battery_voltage")) yield { path, message: "battery_voltage is missing: nothing can be judged without it" };
  for (const part of ["battery", "panel", "load", "lamp1", "lamp2", "lamp3"] as const) {
    if (has(`${part}_current`) && has(`${part}_power`)) {
      yield { path: ["readings", `${part}_power`], message: `is said by ${part}_current already: leave one out` };
    }
  }
  if (entries.battery_current_from === undefined) return;
  if (has("battery_current") || has("battery_power")) {
    yield { path: ["battery_current_from"], message: "the log has the battery's current: leave it out" };
  }
  if (!has("panel_power") && !(has("panel_current") && has("panel_voltage"))) {
    yield { path: ["battery_current_from"], message: "needs the panel's power, or its current and voltage" };
  }
  if (!has("load_power") && !has("load_current")) {
    yield { path: ["battery_current_from"], message: "needs load_power or load_current" };
  }
}
