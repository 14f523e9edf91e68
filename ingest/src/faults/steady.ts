import { type Episode, keyOf } from "./engine/episode";

const HOUR_ms = 3600_000;

/**
 * For how long what was shown stays, where later readings take it back. Neighbours report over a day, and what they say
 * of it together changes with each of them. Chosen.
 */
const HELD_ms = 24 * HOUR_ms;
/** Days that come late move the beginning of a fault by as much. Chosen. */
const SAME_ms = 72 * HOUR_ms;

/**
 * Lets what is shown neither come nor go by the hour. History is not touched: what was taken back does not stand there, and
 * what has ended by its own condition goes at once.
 */
export class Steady {
  private readonly shown = new Map<string, Map<string, { episode: Episode; seen_ms: number }>>();

  /**
   * What is to be shown of a kit.
   *
   * @param open what is open on it, raised or suspected
   * @param history what was raised on it, ended or not
   * @param now_ms the server's clock
   */
  of(kit: string, open: readonly Episode[], history: readonly Episode[], now_ms: number): Episode[] {
    const before = this.shown.get(kit);
    const raised = open.filter(({ raised_ms }) => raised_ms !== undefined);
    if (!before && raised.length === 0) return [...open];
    const now = new Map<string, { episode: Episode; seen_ms: number }>();
    for (const [key, held] of before ?? []) {
      const age_ms = now_ms - held.seen_ms;
      if (age_ms >= 0 && age_ms < HELD_ms && !hasEnded(held.episode, history)) now.set(key, held);
    }
    for (const episode of raised) now.set(keyOf(episode.kind, episode.part), { episode, seen_ms: now_ms });
    if (now.size === 0) this.shown.delete(kit);
    else this.shown.set(kit, now);
    const suspected = open.filter(
      ({ raised_ms, kind, part }) => raised_ms === undefined && !now.has(keyOf(kind, part)),
    );
    return [...[...now.values()].map(({ episode }) => episode), ...suspected];
  }
}

/** Whether a fault ended by its own condition: then it stands in the history with its end. */
function hasEnded({ kind, part, raised_ms = 0 }: Episode, history: readonly Episode[]): boolean {
  return history.some(
    (one) =>
      one.kind === kind &&
      one.part === part &&
      one.cleared_ms !== undefined &&
      Math.abs((one.raised_ms ?? 0) - raised_ms) <= SAME_ms,
  );
}
