import type { z } from "zod";
import type { Part } from "../happenings/kinds";
import type { scenarioSchema } from "../scenario/schema";

/** A pinned entry of a scenario, as a file has it. */
export type PinnedEntry = NonNullable<z.input<typeof scenarioSchema>["pinned"]>[number];

/** What befalls whom; when is said by the timeline. */
type Befalls = Omit<PinnedEntry, "at" | "until" | "for">;

/** Something that goes on until it ends. */
export interface Lasting extends Befalls {
  readonly phrase: "lasting";
}

/** Something that is over as soon as it happens. */
export interface Once extends Befalls {
  readonly phrase: "once";
}

/** What somebody repairs on a kit. */
export interface Repair {
  readonly phrase: "repair";
  kit: string;
  part: Repairable;
}

/** Parts that are repaired. What people do, and their phones, ends by itself. */
export type Repairable = Exclude<Part, "kit" | "phone" | "radio">;

/** How bad something gets. 1 where it is left out. */
export interface HowBad {
  /** Above 0 and up to 1; what 1 stands for is said where the kind's effect is, in `happenings`. */
  severity?: number;
}

/** How bad something gets that may get worse slowly. */
export interface HowBadAndFast extends HowBad {
  /** How long it takes to get so bad, such as `20 days`; at once where it is left out. */
  over?: string;
}
