import { z } from "zod";
import { refusalReasons } from "./vocabulary";
import { type AckFrame } from "./wire/acknowledgement";
import { NOT_MEASURED } from "./wire/columns";

/** The JSON form of an acknowledgement: what was accepted, or why the report was refused. */
export const acknowledgementSchema = z.strictObject({
  version: z.string(),
  report: z.int().optional().describe("The report that is answered; absent where it bore no number"),
  serverTime_s: z.int().describe("Unix time of the server"),
  accepted: z
    .array(z.tuple([z.int(), z.int()]))
    .optional()
    .describe("Ranges of sequences that are kept for good: the kit may free them"),
  refused: z
    .strictObject({ reason: z.enum(refusalReasons), message: z.string() })
    .optional()
    .describe("Why nothing of the report was taken; sending it again changes nothing"),
});

export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

/** The binary form of an acknowledgement, which leaves the refusal's message out. */
export function frameOfAcknowledgement(ack: Acknowledgement): AckFrame {
  return {
    report: ack.report ?? NOT_MEASURED,
    serverTime_s: ack.serverTime_s,
    accepted: (ack.accepted ?? []).flat(),
    refused: ack.refused?.reason ?? "",
  };
}
