import type { TrailEntry } from "../journal/cursorTrail";

/** Where a consumer's trail is kept. */
export interface Trail {
  of: (consumer: string) => TrailEntry[];
  add: (consumer: string, entry: TrailEntry, since_ms: number) => void;
}

/**
 * Notices that a server was started anew which may have lost what it took shortly before it ended,
 * also while nobody looked. Whatever a run took was taken before it was last seen to run, or is
 * after the last entry of the trail: going back from there by a window covers what it had in memory.
 */
export class RunWatch {
  constructor(
    private readonly trail: Trail,
    private readonly consumer: string,
    private readonly window_ms: number,
    private readonly now: () => number,
  ) {}

  /**
   * Notes that `run` is the one that answers, and that the cursor is at `position`.
   *
   * @returns where the cursor has to go back to, because it is another run than before; else undefined
   */
  saw(run: string, position: number): number | undefined {
    const { trail, consumer, window_ms } = this;
    const entries = trail.of(consumer);
    const newest = entries.at(-1);
    // a clock that steps back makes the window larger, never smaller
    const at_ms = Math.max(this.now(), newest?.at_ms ?? 0);
    if (newest && newest.run !== run) {
      const safe = entryBefore(entries, newest.at_ms - window_ms) ?? entries[0];
      const safePosition = Math.min(safe?.position ?? 0, position);
      trail.add(consumer, { at_ms, position: safePosition, run }, safe?.at_ms ?? 0);
      return safePosition;
    }
    // nothing was sent for a whole window: there is nothing to go back to, and nothing new to note
    if (newest && entryBefore(entries, newest.at_ms - window_ms)?.position === position) return undefined;
    trail.add(consumer, { at_ms, position, run }, entryBefore(entries, at_ms - window_ms)?.at_ms ?? 0);
    return undefined;
  }
}

function entryBefore(entries: TrailEntry[], at_ms: number): TrailEntry | undefined {
  return entries.findLast((entry) => entry.at_ms <= at_ms);
}
