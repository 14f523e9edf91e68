/** Lowest and highest of what was seen, each of 16 bits, in one integer: two of them fit a slot of a day's sums. */
export const NO_RANGE = (-32768 << 16) | 32767;

/** A range that takes in a value; beyond 16 bits it counts as the furthest that fits. */
export function widened(range: number, value: number): number {
  const within = Math.max(-32767, Math.min(32766, value));
  return (Math.max(highestOf(range), within) << 16) | (Math.min(lowestOf(range), within) & 0xffff);
}

/** What two ranges cover together. */
export function united(a: number, b: number): number {
  return (Math.max(highestOf(a), highestOf(b)) << 16) | (Math.min(lowestOf(a), lowestOf(b)) & 0xffff);
}

export function lowestOf(range: number): number {
  return (range << 16) >> 16;
}

export function highestOf(range: number): number {
  return range >> 16;
}

/** How far apart lowest and highest are; below 0 where nothing was seen. */
export function widthOf(range: number): number {
  return highestOf(range) - lowestOf(range);
}
