const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A duration such as 15m or 6h in seconds; undefined where the text is none. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = "s"] = /^(\d+)\s*([smhd])?$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (SECONDS[unit] as number);
}

/** Seconds as people write them: in the largest unit of which they are a whole number. */
export function durationText(seconds: number): string {
  if (seconds === 0) return "0";
  const [unit, size] = Object.entries(SECONDS).findLast(([, size]) => seconds % size === 0) as [string, number];
  return `${seconds / size}${unit}`;
}
