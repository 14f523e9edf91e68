import { z } from "zod";
import { commandNames, refusalReasons } from "./vocabulary";
import { type AckFrame } from "./wire/acknowledgement";
import { isWithinBounds } from "./wire/commandBounds";
import { NOT_MEASURED } from "./wire/columns";

type CommandShape = Record<(typeof commandNames)[number], z.ZodOptional<z.ZodInt>>;

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
  commands: z
    .strictObject({ revision: z.int().min(1).max(0xffffffff) })
    .extend(Object.fromEntries(commandNames.map((name) => [name, z.int().optional()])) as CommandShape)
    .superRefine((commands, context) => {
      commandNames.forEach((name, id) => {
        const value = commands[name];
        if (value !== undefined && !isWithinBounds(id, value)) {
          context.addIssue({ code: "custom", path: [name], message: "is out of bounds" });
        }
      });
    })
    .optional()
    .describe("What the kit is to do, within `commandBounds.ts`; a kit applies a revision above the one it has"),
});

export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

/** The binary form of an acknowledgement, which leaves the refusal's message out. */
export function frameOfAcknowledgement(ack: Acknowledgement): AckFrame {
  return {
    report: ack.report ?? NOT_MEASURED,
    serverTime_s: ack.serverTime_s,
    accepted: (ack.accepted ?? []).flat(),
    refused: ack.refused?.reason ?? "",
    commands: ack.commands ? commandsOf(ack.commands) : [],
  };
}

function commandsOf(commands: NonNullable<Acknowledgement["commands"]>): number[] {
  const pairs = commandNames.flatMap((name, id) => {
    const value = commands[name];
    return value === undefined ? [] : [id, value];
  });
  return [commands.revision, ...pairs];
}
