import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { Slot } from "./controllerDay";

/**
 * `flash-worn`: the controller's flash keeps nothing that is written. The kit lives on its RAM: readings that are not
 * sent when it restarts are lost, and every start is its first.
 * Set when the kit tells so (it reads back what it wrote). Cleared when one numbering has gone on for more than 352
 * readings since: a kit takes numbers from blocks of 256 that flash has set aside (firmware/src/kit/numbering.ts,
 * which asks 96 ahead), so this one keeps again.
 *
 * `memory-lost`: a notice. The kit has begun another numbering, though its flash is well: it was erased once, or another
 * board stands in. Counters began anew. Cleared by itself after three
 * weeks: a phone may be away for two, and only then the notice is seen.
 */
const KEPT_NUMBERS = 352;
const NOTICE_days = 21;
/** How long before it was told a lost numbering is a sign of worn flash: phones are away for up to two weeks. */
const FORETOLD_days = 14;

/** What is remembered of the numbering. */
export interface Memory {
  /** Undefined before the first reading, and where a day had several new ones. */
  incarnation: number | undefined;
  previous: number | undefined;
  /** Where the numbering stood on the newest day. */
  sequence: number;
  /** Days on which another numbering began, of the last two weeks. */
  renewedOn: readonly number[];
  /** While flash is worn: the numbering that is watched, and from where on. */
  watched: { incarnation: number; from: number } | undefined;
  lostOn: number | undefined;
}

export const startOfMemory: Memory = {
  incarnation: undefined,
  previous: undefined,
  sequence: 0,
  renewedOn: [],
  watched: undefined,
  lostOn: undefined,
};

export function judgeMemory(memory: Memory, on: OnDay<undefined>): Memory {
  const now = follow(memory, on);
  const isRenewed = now.renewedOn.at(-1) === on.day;
  const isWorn = judgeWorn(now, on);
  let { lostOn } = now;
  if (lostOn !== undefined && on.day >= lostOn + NOTICE_days) {
    on.clear("memory-lost", "controller", on.day * DAY_ms);
    lostOn = undefined;
  }
  if (isRenewed && !isWorn) {
    // once more while the notice of the last time stands
    on.clear("memory-lost", "controller", on.day * DAY_ms);
    lostOn = on.day;
    on.set("memory-lost", "controller", {
      severity: "notice",
      since_ms: on.day * DAY_ms,
      evidence: { numberingBefore: now.previous ?? null, numberingNow: now.incarnation ?? null },
    });
  }
  return { ...now, lostOn, watched: isWorn ? watch(now) : undefined };
}

/** Takes over which numbering the day shows. */
function follow(memory: Memory, on: OnDay<undefined>): Memory {
  if (!on.hasReadings) return memory;
  const lowest = on.sums[on.at + Slot.LowestIncarnation] as number;
  const highest = on.sums[on.at + Slot.HighestIncarnation] as number;
  const sequence = on.sums[on.at + Slot.HighestSequence] as number;
  const renewedOn = memory.renewedOn.filter((day) => day > on.day - FORETOLD_days);
  const { incarnation, previous } = memory;
  if (incarnation === undefined) {
    return { ...memory, incarnation: lowest === highest ? lowest : undefined, sequence, renewedOn };
  }
  const others = [lowest, highest].filter((one) => one !== incarnation && one !== previous);
  // readings of the numbering before that come late, or whose time is estimated, are nothing new
  if (others.length === 0) return { ...memory, sequence: lowest === highest ? sequence : memory.sequence, renewedOn };
  const isClear = lowest === highest || others.length === 1;
  return {
    ...memory,
    incarnation: isClear ? others[0] : undefined,
    previous: incarnation,
    sequence: lowest === highest ? sequence : 0,
    renewedOn: [...renewedOn, on.day],
  };
}

/** @returns whether flash is worn */
function judgeWorn(memory: Memory, on: OnDay<undefined>): boolean {
  const told = on.sums[on.at + Slot.WornTold] as number;
  const isOpen = on.isOpen("flash-worn", "controller");
  const { watched, incarnation, sequence } = memory;
  if (told > 0) {
    const since = Math.min(on.day, ...memory.renewedOn);
    on.set("flash-worn", "controller", {
      severity: "major",
      since_ms: (isOpen ? on.day : since) * DAY_ms,
      evidence: { told, numberingsBegun: memory.renewedOn.length },
    });
    return true;
  }
  if (!isOpen) return false;
  if (watched && watched.incarnation === incarnation && sequence - watched.from > KEPT_NUMBERS) {
    on.clear("flash-worn", "controller");
    return false;
  }
  return true;
}

function watch({ watched, incarnation, sequence }: Memory): Memory["watched"] {
  if (incarnation === undefined) return undefined;
  return watched?.incarnation === incarnation ? watched : { incarnation, from: sequence };
}
