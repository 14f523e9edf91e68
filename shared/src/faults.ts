import { z } from "zod";

/** Kinds of fault, each with its own file under `ingest/src/faults`. */
export const faultKinds = ["battery-undervoltage", "lamp-hardly-used", "kit-silent", "help"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What of a kit a fault is about. */
export const faultParts = ["kit", "battery", "lamp1", "lamp2", "lamp3"] as const;

/** A notice is worth knowing and needs nobody; the others need a trip or a person, the critical ones first. */
export const severities = ["notice", "minor", "major", "critical"] as const;

/** A fault or notice: a kind, on a kit and part, since a time, with the readings and numbers that were compared. */
export const faultSchema = z.object({
  kit: z.string(),
  site: z.string(),
  kind: z.enum(faultKinds),
  part: z.enum(faultParts),
  state: z.enum(["raised", "cleared"]),
  severity: z.enum(severities),
  since: z.iso.datetime().describe("Event time at which the condition began"),
  cleared: z.iso.datetime().optional().describe("Event time at which the condition ended"),
  evidence: z
    .record(z.string(), z.union([z.number(), z.string(), z.null()]))
    .describe("What was compared; units stand in the names"),
});

export type Fault = z.infer<typeof faultSchema>;
