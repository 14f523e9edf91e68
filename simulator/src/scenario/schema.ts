import { z } from "zod";
import { regions } from "../sky/regions";
import { faultKinds, linkKinds, lookalikeKinds, parts } from "../happenings/kinds";
import { householdTypes } from "../people/householdTypes";
import { kitTypeSchema } from "./kitTypes";
import { DURATION_FORM, MOMENT_FORM, dateOf_ms, durationOf_h, momentOf } from "./times";

/** Every kind, in a fixed order. */
export const allKinds = [...faultKinds, ...lookalikeKinds, ...linkKinds] as const;

/** Reads a text with a function that gives `undefined` for what it cannot read. */
function textAs<T>(read: (text: string) => T | undefined, form: string) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.issues.push({ code: "custom", message: `must be ${form}`, input: text });
    return z.NEVER;
  });
}

const duration_h = textAs(durationOf_h, DURATION_FORM);
const date_ms = textAs(dateOf_ms, "a day such as 2026-01-31");
const rate = z.number().nonnegative();
const count = z.number().int().nonnegative();

/** A map with one optional number for each kind. */
function perKind<Kind extends string>(kinds: readonly Kind[], value: z.ZodNumber) {
  const optional = value.optional();
  return z.strictObject(Object.fromEntries(kinds.map((kind) => [kind, optional])) as Record<Kind, typeof optional>);
}

const siteSchema = z.strictObject({
  name: z
    .string()
    .regex(/\p{Letter}/u, "must have a letter")
    .describe("The place's name"),
  region: z.enum(regions).describe("Whose weather it has"),
  latitude: z.number().min(-90).max(90).describe("Of the town, in degrees north: no household's place is in here"),
  longitude: z.number().min(-180).max(180).describe("Of the town, in degrees east"),
  coverage: z.enum(["good", "patchy", "poor"]).default("good").describe("How well the mobile network covers it"),
  kits: z.int().positive().describe("How many kits there are; they are called after the site: koro-1, koro-2"),
  handed_out: date_ms.optional().describe("Day on which households got them; the scenario's where it is left out"),
});

const pinnedSchema = z.strictObject({
  kit: z.string().optional().describe("The kit that it befalls, such as koro-3"),
  site: z.string().optional().describe("The site that it befalls, for kinds that befall a whole site"),
  kind: z.enum(allKinds).describe("What happens"),
  part: z.enum(parts).optional().describe("Which part; the kind's first where it is left out"),
  at: textAs(momentOf, MOMENT_FORM).describe("When it begins"),
  until: textAs(momentOf, MOMENT_FORM).optional().describe("When it ends"),
  for: duration_h.optional().describe("How long it lasts, instead of `until`"),
  severity: z.number().gt(0).max(1).optional().describe("How bad it gets; 1 where it is left out"),
  course: duration_h.optional().describe("How long it takes to get so bad; sudden where it is left out"),
});

/** A scenario as a file has it. */
export const scenarioSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be small letters, digits and hyphens")
    .describe("Its name"),
  description: z.string().default("").describe("What it is for, in a sentence or two"),
  start: date_ms.describe("First day, such as 2026-01-01"),
  days: z.int().min(1).max(3660).describe("How many days are simulated"),
  interval_s: z.int().min(60).max(86_400).multipleOf(60).default(900).describe("A kit keeps a reading this often"),
  upload_s: z.int().min(60).multipleOf(60).default(21_600).describe("A kit tries to report this often"),
  handed_out: date_ms.optional().describe("Day on which households got their kits; the first day where it is left out"),
  kit_types: z.array(kitTypeSchema).min(1).prefault([{}]).describe("Types of kits, and how common each is"),
  households: perKind(householdTypes, rate)
    .default({ "small-family": 20, family: 40, "large-family": 25, elders: 10, shopkeeper: 5 })
    .refine((weights) => Object.values(weights).some((weight) => (weight ?? 0) > 0), "needs a weight above 0")
    .describe("Types of households and how common each is"),
  phones: z
    .enum(["habits", "always"])
    .default("habits")
    .describe(
      "habits: near the kit now and then, as households have it; always: as if each kit had a phone of its own",
    ),
  sites: z.array(siteSchema).min(1).describe("Where the kits are"),
  faults: perKind(faultKinds, rate).prefault({}).describe("How many of each a kit has in a year"),
  lookalikes: perKind(lookalikeKinds, rate)
    .prefault({})
    .describe("Likewise, of what is harmless; cloudy-fortnight: how many a site has in a year"),
  link: perKind(linkKinds, rate)
    .prefault({})
    .describe("Likewise, of what takes the network away; site-offline: how many a site has in a year"),
  repairs: z
    .strictObject({
      share: z.number().min(0).max(1).describe("Share of faults that get repaired"),
      after: z.tuple([duration_h, duration_h]).describe("Shortest and longest time from full severity to the repair"),
    })
    .refine(({ after: [low, high] }) => low <= high, { path: ["after"], message: "the shorter time comes first" })
    .default({ share: 0, after: [0, 0] })
    .describe("What becomes of faults; nobody repairs any where it is left out"),
  at_least: perKind(["faults", "lookalikes", "link", ...allKinds], count)
    .prefault({})
    .describe("Happenings that are added until there are so many of a kind, or of each fault, look-alike or link kind"),
  pinned: z.array(pinnedSchema).default([]).describe("Happenings that are certain"),
});

export type Scenario = z.output<typeof scenarioSchema>;
