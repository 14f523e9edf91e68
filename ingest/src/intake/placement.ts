import { Column, GroupClock, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type { ScannedGroup } from "@yeelen/shared/wire/scanGroups";
import type { ScannedReport } from "@yeelen/shared/wire/scanReport";
import type { Clock } from "../journal/kits";

/** Where a group of readings stands in time: time of a row = `base_ms` + its time column in ms. */
export interface Placement {
  base_ms: number;
  /** No clock and no anchor said so, or what said so contradicts the order of the readings. */
  estimated: boolean;
}

/** What a group spans: `firstSequence` is the lowest of its sequences, `lastSequence` the highest. */
export type Span = Pick<
  ScannedGroup,
  | "boot"
  | "clock"
  | "anchorUptime_s"
  | "anchorTime_s"
  | "count"
  | "firstSequence"
  | "lastSequence"
  | "lowestTime"
  | "highestTime"
>;

/** A reading before or behind a report, and when it was taken, Unix time in ms. */
export interface Neighbour {
  time_ms: number;
  estimated: boolean;
}

/** What is known of a kit's readings around a report. Undefined where there is no such reading. */
export interface Neighbours {
  /** The reading with the next lower sequence. */
  before(sequence: number): Neighbour | undefined;
  /** The reading with the next higher sequence. */
  behind(sequence: number): Neighbour | undefined;
  /** The newest sequence of the kit's numbering, where it is known without looking. */
  newest?: { sequence: number; time_ms: number } | undefined;
}

/**
 * How far a time may stand before that of an earlier reading without contradicting it. Chosen: more than
 * what the kit's clock drifts and an upload takes, less than a reading's interval.
 */
const TOLERANCE_ms = 10 * 60_000;

/** What each group of a report spans. */
export function spansOf({ groups }: ScannedReport, bytes: Buffer): readonly Span[] {
  if (groups.every(isInOrder)) return groups;
  const decoded = decodeReport(bytes).frame.groups;
  return groups.map((group, i) => {
    const sequences = (decoded[i]?.rows ?? []).map((row) => row[Column.Sequence] as number);
    return { ...group, firstSequence: Math.min(...sequences), lastSequence: Math.max(...sequences) };
  });
}

function isInOrder({ isConsecutive, count }: ScannedGroup): boolean {
  return isConsecutive || count === 0;
}

/**
 * Places each group of a report in time.
 *
 * The boot in which the report was made is placed by when it was received, an earlier boot, and all
 * boots of a report that does not say its uptime, by the last server time that the kit knew in it.
 * A boot without such an anchor, or with one that contradicts its neighbours, ended before the next one
 * began, and before the next reading that is known, and began after the last reading before it: it is
 * placed in the middle between these bounds, or as late as possible where only the later one is known.
 * A kit with a clock of its own is placed by its anchors alone.
 *
 * @param uptime_s of the kit at sending, or `NOT_MEASURED`
 */
export function place(
  spans: readonly Span[],
  uptime_s: number,
  received_ms: number,
  clock: Clock,
  neighbours: Neighbours,
): Placement[] {
  if (clock === "server" && uptime_s !== NOT_MEASURED && areOfOneBoot(spans)) {
    const placement = ofThisBoot(spans, uptime_s, received_ms, neighbours);
    return new Array<Placement>(spans.length).fill(placement);
  }
  const boots = new Map<number, Placement>();
  const numbers = [...new Set(spans.filter(isByUptime).map((span) => span.boot))].toSorted((a, b) => b - a);
  let next: Neighbour = { time_ms: received_ms, estimated: false };
  for (const [i, boot] of numbers.entries()) {
    const own = spans.filter((span) => isByUptime(span) && span.boot === boot && span.count > 0);
    const anchor = own.find((span) => span.anchorUptime_s !== NOT_MEASURED);
    const isCurrent = i === 0;
    // what is left of an older numbering travels alone: such a report does not say its uptime
    const isOfThisBoot = isCurrent && uptime_s !== NOT_MEASURED;
    if (own.length === 0) {
      // it tells which boot sends, and has no reading of it
      const base_ms = isOfThisBoot ? received_ms - uptime_s * 1000 : next.time_ms;
      next = { time_ms: base_ms, estimated: !isOfThisBoot };
      boots.set(boot, { base_ms, estimated: !isOfThisBoot });
      continue;
    }
    const behind = isOfThisBoot ? undefined : neighbours.behind(highestSequence(own));
    const latest = behind && behind.time_ms < next.time_ms ? behind : next;
    const byAnchor_ms = anchor && (anchor.anchorTime_s - anchor.anchorUptime_s) * 1000;
    let placement: Placement;
    if (byAnchor_ms !== undefined && clock === "sender") {
      placement = { base_ms: byAnchor_ms, estimated: false };
    } else if (byAnchor_ms !== undefined && !isOfThisBoot && fits(own, byAnchor_ms, latest, neighbours)) {
      placement = { base_ms: byAnchor_ms, estimated: false };
    } else if (isOfThisBoot) {
      placement = ofThisBoot(own, uptime_s, received_ms, neighbours);
    } else if (isCurrent && !behind && byAnchor_ms === undefined) {
      placement = { base_ms: received_ms - Math.max(0, highestTime(own)) * 1000, estimated: false };
    } else {
      placement = { base_ms: between(own, latest.time_ms, neighbours), estimated: true };
    }
    boots.set(boot, placement);
    next = { time_ms: placement.base_ms, estimated: placement.estimated };
  }
  return spans.map((span) =>
    isByUptime(span) ? (boots.get(span.boot) as Placement) : { base_ms: 0, estimated: false },
  );
}

/**
 * The boot that sends: its readings are as old as it says. Where that puts them before readings that came
 * before them, the server's clock has been put back (or was ahead before): the time is then no more than an estimate.
 */
function ofThisBoot(own: readonly Span[], uptime_s: number, received_ms: number, { newest }: Neighbours): Placement {
  const base_ms = received_ms - uptime_s * 1000;
  let estimated = false;
  if (newest) {
    let first = own[0] as Span;
    for (const span of own) if (span.count > 0 && span.firstSequence < first.firstSequence) first = span;
    const isLater = first.count > 0 && first.firstSequence > newest.sequence;
    estimated = isLater && base_ms + first.lowestTime * 1000 < newest.time_ms - TOLERANCE_ms;
  }
  return { base_ms, estimated };
}

/** Nearly all reports: the readings of one boot, the newest one and those before it. */
function areOfOneBoot(spans: readonly Span[]): boolean {
  const boot = spans[0]?.boot;
  for (const span of spans) {
    if (span.clock !== GroupClock.Uptime_s || span.boot !== boot || span.count === 0) return false;
  }
  return spans.length > 0;
}

/** Whether an anchor puts readings behind those before them, and before what came later. What is an estimate itself contradicts nothing. */
function fits(own: readonly Span[], base_ms: number, latest: Neighbour, neighbours: Neighbours): boolean {
  if (!latest.estimated && base_ms + highestTime(own) * 1000 > latest.time_ms + TOLERANCE_ms) return false;
  const before = neighbours.before(lowestSequence(own));
  if (!before || before.estimated) return true;
  return base_ms + lowestTime(own) * 1000 >= before.time_ms - TOLERANCE_ms;
}

function between(own: readonly Span[], next_ms: number, neighbours: Neighbours): number {
  const latest_ms = next_ms - highestTime(own) * 1000;
  const before = neighbours.before(lowestSequence(own));
  const earliest_ms = before ? before.time_ms - lowestTime(own) * 1000 : latest_ms;
  return earliest_ms < latest_ms ? Math.round((earliest_ms + latest_ms) / 2) : latest_ms;
}

function isByUptime(span: Span): boolean {
  return span.clock === GroupClock.Uptime_s;
}

const lowestSequence = (own: readonly Span[]) => Math.min(...own.map((span) => span.firstSequence));
const highestSequence = (own: readonly Span[]) => Math.max(...own.map((span) => span.lastSequence));
const lowestTime = (own: readonly Span[]) => Math.min(...own.map((span) => span.lowestTime));
const highestTime = (own: readonly Span[]) => Math.max(...own.map((span) => span.highestTime));
