import type { ServiceStatus } from "@yeelen/shared/answers";

/** What became of messages. */
export type IntakeCounts = ServiceStatus["intake"];

export function noCounts(): IntakeCounts {
  return { reports: 0, readings: 0, repeated: 0, quarantined: 0, refused: {} };
}

/** Both together. */
export function sumOf(a: IntakeCounts, b: IntakeCounts): IntakeCounts {
  const refused = { ...a.refused };
  for (const reason of Object.keys(b.refused) as (keyof typeof refused)[]) {
    refused[reason] = (refused[reason] ?? 0) + (b.refused[reason] ?? 0);
  }
  return {
    reports: a.reports + b.reports,
    readings: a.readings + b.readings,
    repeated: a.repeated + b.repeated,
    quarantined: a.quarantined + b.quarantined,
    refused,
  };
}
