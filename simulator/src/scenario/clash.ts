import type { Happening } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";

const HOUR_ms = 3_600_000;

/** How long a fault is left to be seen after its course, before it is hidden or the run ends. Chosen. */
export const TO_SHOW_h = 7 * 24;

/**
 * Whether two happenings of one kit (or of one site) cannot both be: they contradict each other, as a
 * panel that is stolen twice, or one of them hides the other.
 */
function clash(a: Happening, b: Happening): boolean {
  const [first, second] = [kindProfiles[a.kind], kindProfiles[b.kind]];
  if (first.group === second.group) {
    if (first.group === "part" && a.part !== b.part) return false;
    return meet(a, b);
  }
  return hides(a, b) || hides(b, a);
}

/**
 * Whether one keeps the other from showing before it is noticed. Faults need a trip, so these must
 * show; nobody minds that a stolen panel hides a family's journey.
 */
function hides(one: Happening, other: Happening): boolean {
  const { hides: isHiding } = kindProfiles[one.kind];
  const isFault = kindProfiles[other.kind].duration_h === "stays";
  if (isHiding !== true || !isFault) return false;
  const shown_ms = other.onset_ms + (other.course_h + TO_SHOW_h) * HOUR_ms;
  return other.onset_ms < endOf_ms(one) && one.onset_ms < Math.min(shown_ms, endOf_ms(other));
}

function meet(a: Happening, b: Happening): boolean {
  return a.onset_ms < endOf_ms(b) && b.onset_ms < endOf_ms(a);
}

/** One-time acts on the board are over as soon as they have happened. */
function endOf_ms({ kind, onset_ms, end_ms }: Happening): number {
  if (kindProfiles[kind].boardAct !== undefined) return onset_ms + 1;
  return end_ms ?? Number.POSITIVE_INFINITY;
}

/** The happenings of each kit and of each site, none of which clash. */
export class Calendar {
  private readonly byOwner = new Map<string, Happening[]>();

  /** Adds a happening unless it clashes with one that is there. @returns whether it was added */
  add(happening: Happening): boolean {
    const owner = happening.kit ?? happening.site;
    const others = this.byOwner.get(owner);
    if (others?.some((other) => clash(happening, other))) return false;
    if (others) others.push(happening);
    else this.byOwner.set(owner, [happening]);
    return true;
  }

  /** Adds what is certain, whatever else there is. */
  pin(happening: Happening): void {
    const owner = happening.kit ?? happening.site;
    this.byOwner.set(owner, [...(this.byOwner.get(owner) ?? []), happening]);
  }

  /** All of them in the order of their onset. */
  all(): Happening[] {
    return [...this.byOwner.values()]
      .flat()
      .toSorted(
        (a, b) => a.onset_ms - b.onset_ms || compare(a.kit ?? a.site, b.kit ?? b.site) || compare(a.kind, b.kind),
      );
  }
}

/** By code units: `localeCompare` depends on the machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
