import type { FaultState } from "@yeelen/shared/faults";
import type { FaultMark } from "../journal/faultMarks";

const DAY_ms = 24 * 3600_000;

/**
 * For how long a repair is believed while readings still show the fault: sums are of days, and some kinds clear
 * after two days that are well. Chosen.
 */
const PROOF_ms = 4 * DAY_ms;

/** A mark was meant for a fault that began again no later than this: days that come late move its beginning. Chosen. */
const SAME_ms = 3 * DAY_ms;

/** What decides on the state of a fault. */
interface Course {
  /** When it began, event time in ms since 1970. */
  since_ms: number;
  /** When it was raised, event time in ms since 1970; undefined while it is suspected. */
  raised_ms: number | undefined;
  cleared_ms?: number | undefined;
  /** Event time of the kit's newest reading, in ms since 1970, or undefined. */
  watermark_ms: number | undefined;
}

/** The mark that is meant for a fault, of the newest there is for its kind and part. */
export function markOf({ since_ms }: Pick<Course, "since_ms">, mark: FaultMark | undefined): FaultMark | undefined {
  if (!mark || mark.mark === "withdrawn") return undefined;
  return mark.since_ms >= since_ms - SAME_ms ? mark : undefined;
}

/**
 * Where a fault is on its way. Nothing of it is kept: it follows from the fault, from what people said of it, and from
 * the time.
 *
 * A finding closes nothing by itself. `repaired` waits for telemetry: the fault clears, or it is `raised` again once the
 * kit has told of some days since and it still stands.
 */
export function stateOf(course: Course, newest: FaultMark | undefined, now_ms: number): FaultState {
  if (course.cleared_ms !== undefined) return "cleared";
  if (course.raised_ms === undefined) return "suspected";
  const mark = markOf(course, newest);
  if (mark?.mark === "acknowledged") return "acknowledged";
  if (mark?.mark === "snoozed" && now_ms < (mark.until_ms ?? 0)) return "snoozed";
  if (mark?.mark === "repaired" && (course.watermark_ms ?? 0) < mark.marked_ms + PROOF_ms) return "repaired";
  return "raised";
}
