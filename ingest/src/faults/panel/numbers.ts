/** The value below which a share of the sorted values lies, by linear interpolation. */
export function quantileOf(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low] as number;
  return below + ((sorted[Math.min(low + 1, sorted.length - 1)] as number) - below) * (at - low);
}

export function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(ascending(values), 0.5);
}

/** Standard deviation of values that scatter around their median, outliers left aside. */
export function spreadOf(values: readonly number[]): number {
  const middle = medianOf(values);
  return 1.4826 * medianOf(values.map((value) => Math.abs(value - middle)));
}

/** A share that is lost, from the logarithm of what is left, in whole percent. */
export function lost_pct(logarithm: number): number {
  return Math.round(100 * (1 - Math.exp(logarithm)));
}
