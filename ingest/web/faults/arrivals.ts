import type { Fault } from "@yeelen/shared/faults";

/** Which faults came up while the page was open. */
export interface Arrivals {
  /** All that the latest answer held. */
  known: ReadonlySet<string>;
  /** Those of them that were not there when the page was opened. */
  recent: ReadonlySet<string>;
  /** Those of them that the answer before did not hold. */
  latest: readonly Fault[];
}

/** A fault is the same as long as its kit, kind and part are: its beginning moves as late readings come in. */
export function faultKey({ kit, kind, part }: Fault): string {
  return `${kit} ${kind} ${part}`;
}

/** What has arrived after one more answer. The first answer brings nothing new. */
export function afterAnswer(before: Arrivals | undefined, faults: readonly Fault[]): Arrivals {
  const known = new Set(faults.map(faultKey));
  const latest = before ? faults.filter((fault) => !before.known.has(faultKey(fault))) : [];
  const recent = new Set([...(before?.recent ?? []), ...latest.map(faultKey)].filter((key) => known.has(key)));
  return { known, recent, latest };
}
