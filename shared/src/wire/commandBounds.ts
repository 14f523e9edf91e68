/**
 * Within which bounds a kit does what it is told, by index into `commandNames`. All are chosen: a reading every
 * 5 minutes to one an hour, uploads at every reading to once a day, outputs shed at up to 0.1 V less and 0.6 V more
 * than the battery's own thresholds. Portable.
 */
export const LOWEST = [300, 0, 0, -100, 0, 1, 1];
export const HIGHEST = [3600, 86400, 3, 600, 2, 1, 1];

/** Index of `interval_s`, which a kit takes in whole minutes. */
const INTERVAL = 0;
export const INTERVAL_STEP_s = 60;

/** Whether a kit may do this. Ids of a later version are not within bounds. */
export function isWithinBounds(id: number, value: number): boolean {
  if (id >= LOWEST.length || value < (LOWEST[id] as number) || value > (HIGHEST[id] as number)) return false;
  return id !== INTERVAL || value % INTERVAL_STEP_s === 0;
}
