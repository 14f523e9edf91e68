import { z } from "zod";

/** Kinds of fault and notice. `catalogue.ts` says of each what it means, when it is set and what to do. */
export const faultKinds = [
  "battery-undervoltage",
  "battery-overvoltage",
  "battery-hot",
  "battery-worn",
  "battery-disconnected",
  "panel-no-output",
  "panel-soiled",
  "panel-shaded",
  "panel-degraded",
  "lamp-open",
  "lamp-short",
  "lamp-dim",
  "lamp-hardly-used",
  "port-overload",
  "port-short",
  "controller-hot",
  "controller-resetting",
  "sensor-stuck",
  "sensor-implausible",
  "flash-worn",
  "memory-lost",
  "kit-silent",
  "overuse",
  "site-dim",
  "help",
  "reported",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What of a kit a fault is about. */
export const faultParts = [
  "kit",
  "battery",
  "panel",
  "controller",
  "lamp1",
  "lamp2",
  "lamp3",
  "usb1",
  "usb2",
  "radio",
  "phone",
  "sim",
  "battery-voltage-sensor",
  "battery-current-sensor",
  "panel-current-sensor",
  "battery-temperature-sensor",
] as const;
export type FaultPart = (typeof faultParts)[number];

/** A notice is worth knowing and needs nobody; the others need a trip or a person, the critical ones first. */
export const severities = ["notice", "minor", "major", "critical"] as const;
export type Severity = (typeof severities)[number];

/** What was compared, by name; units stand in the names. */
export const evidenceSchema = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
export type Evidence = z.infer<typeof evidenceSchema>;

/** The few numbers behind a fault, to be drawn. */
export const chartSchema = z.object({
  unit: z.string().describe("Of all values, such as V or %"),
  points: z
    .array(
      z.object({
        time: z.iso.datetime(),
        value: z.number().nullable(),
        neighbours: z.number().nullable().optional().describe("The median of the kit's neighbours"),
      }),
    )
    .describe("Oldest first, 62 at most"),
  limit: z.number().optional().describe("What the values are compared with"),
});
export type FaultChart = z.infer<typeof chartSchema>;

/**
 * Where a fault is on its way. `suspected`: it may become one, and nobody is told. `repaired`: somebody says so,
 * telemetry has yet to agree.
 */
export const faultStates = [
  "suspected",
  "raised",
  "acknowledged",
  "snoozed",
  "planned",
  "repaired",
  "cleared",
] as const;
export type FaultState = (typeof faultStates)[number];

/** A fault or notice: a kind, on a kit and part, since a time, with the readings and numbers that were compared. */
export const faultSchema = z.object({
  kit: z.string(),
  site: z.string(),
  kind: z.enum(faultKinds),
  part: z.enum(faultParts),
  state: z.enum(faultStates),
  severity: z.enum(severities),
  since: z.iso.datetime().describe("Event time at which the condition began"),
  cleared: z.iso.datetime().optional().describe("Event time at which the condition ended"),
  until: z.iso.datetime().optional().describe("Snoozed until then"),
  evidence: evidenceSchema.describe("What was compared; units stand in the names"),
  chart: chartSchema.optional(),
});

export type Fault = z.infer<typeof faultSchema>;
