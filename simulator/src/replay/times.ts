import type { Recording } from "./recording";

/** Every time at which a kit of a recording measured something, rising, in seconds. */
export function timesIn({ kits }: Recording): number[] {
  return [...new Set(kits.flatMap(({ times_s }) => times_s))].toSorted((a, b) => a - b);
}
