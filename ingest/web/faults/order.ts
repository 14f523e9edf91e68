import type { Fault } from "@yeelen/shared/faults";

const rank: Record<Fault["severity"], number> = { critical: 0, major: 1, minor: 2, notice: 3 };

/** Where a fault is told: what is only suspected does not count as one yet. */
export function placeOf({ severity, state }: Fault): "faults" | "suspected" | "notices" {
  if (state === "suspected") return "suspected";
  return severity === "notice" ? "notices" : "faults";
}

/** The most severe first, and the newest of these. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const copy = [...faults];
  copy.sort((a, b) => rank[a.severity] - rank[b.severity] || descending(a.since, b.since) || -descending(a.kit, b.kit));
  return copy;
}

/** Kits and the most severe that is wrong with each. */
export function worstByKit(faults: readonly Fault[]): ReadonlyMap<string, Fault["severity"]> {
  const worst = new Map<string, Fault["severity"]>();
  for (const { kit, severity } of faults) {
    const before = worst.get(kit);
    if (before === undefined || rank[severity] < rank[before]) worst.set(kit, severity);
  }
  return worst;
}

function descending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}
