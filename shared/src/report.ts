import { z } from "zod";
import { readingSchema } from "./reading";
import { connectionStages, eventKinds, resetCauses } from "./vocabulary";

const count = z.int().min(0).max(0xffffffff);
const serverTime_s = z.int().min(0).max(0xffffffffff);

const bootSchema = z.strictObject({
  boot: count.nullish().describe("Counts the starts of the kit"),
  resetCause: z.enum(resetCauses).nullish(),
  anchor: z
    .strictObject({ uptime_s: count, serverTime_s })
    .nullish()
    .describe("The last server time that the kit knew in this boot"),
  readings: z.array(readingSchema),
});

/**
 * The JSON form of a report: one MQTT message of readings. Readings stand either in `boots`
 * (kits that count seconds since boot) or at the top (senders with a clock).
 */
export const reportSchema = z
  .strictObject({
    version: z.string().regex(/^\d{1,3}\.\d{1,3}$/, "must be MAJOR.MINOR, such as 1.0"),
    report: count.nullish().describe("Names this report in its acknowledgement"),
    incarnation: count.nullish().describe("The life of one numbering; a new one where numbers start again"),
    firmware: z
      .string()
      .regex(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]{1,24})?$/, "must be a version, such as 0.1.0")
      .nullish(),
    configuration: count.nullish().describe("Revision of the last commands that the kit applied, 0 = none yet"),
    uptime_s: count.nullish().describe("Seconds since boot when the report was made"),
    wifiRssi_dBm: z.int().min(-200).max(0).nullish(),
    oldestHeld: count.nullish().describe("The oldest sequence that the kit still holds"),
    dropped: z
      .array(z.tuple([count, count]))
      .nullish()
      .describe(
        "Ranges of sequences that the kit thinned or lost: what the server does not have of them will not come",
      ),
    counters: z
      .strictObject({
        charged_Wh: count.nullish(),
        discharged_Wh: count.nullish(),
        fullCharges: count.nullish(),
        deepDischarges: count.nullish(),
        usableCapacity_mAh: count.nullish(),
        resets: count.nullish(),
      })
      .nullish(),
    events: z
      .array(z.strictObject({ kind: z.enum(eventKinds), boot: count.nullish(), uptime_s: count.nullish() }))
      .nullish(),
    attempts: z
      .array(
        z.strictObject({
          boot: count,
          reached: z.enum(connectionStages),
          from_uptime_s: count,
          to_uptime_s: count,
          count: count.min(1),
        }),
      )
      .nullish()
      .describe("Spans of attempts to connect that did not end in an acknowledgement"),
    boots: z.array(bootSchema).nullish(),
    readings: z.array(readingSchema).nullish(),
  })
  .refine((report) => !(report.boots && report.readings), { error: "has boots and readings: use one of them" });

export type Report = z.infer<typeof reportSchema>;
