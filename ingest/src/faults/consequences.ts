import type { FaultKind, FaultPart } from "@yeelen/shared/faults";
import type { Episode } from "./engine/episode";

const HOUR_ms = 3600_000;

/** What a fault brings about by itself, and for how long after it has ended. */
const consequences: Partial<Record<FaultKind, { of: readonly FaultKind[]; after_h: number }>> = {
  "panel-no-output": {
    of: ["battery-undervoltage", "overuse", "panel-soiled", "panel-shaded", "panel-degraded"],
    after_h: 72,
  },
  // a shadow cools a panel and comes in some hours: what seems lost beside it cannot be told from it
  "panel-shaded": { of: ["panel-soiled", "panel-degraded"], after_h: 24 },
  "battery-disconnected": {
    of: ["controller-resetting", "sensor-stuck", "sensor-implausible", "battery-undervoltage"],
    after_h: 24,
  },
  // the cells that are left of a battery are overcharged, and get warm
  "battery-undervoltage": { of: ["battery-hot"], after_h: 72 },
  "flash-worn": { of: ["memory-lost"], after_h: 24 },
};

/** What a sensor that shows the wrong thing lets seem so. */
const ofSensors: Partial<Record<FaultPart, readonly FaultKind[]>> = {
  "battery-voltage-sensor": ["battery-undervoltage", "battery-overvoltage", "battery-worn", "battery-disconnected"],
  "battery-current-sensor": ["battery-worn", "battery-disconnected"],
  "panel-current-sensor": ["panel-no-output", "panel-soiled", "panel-shaded", "panel-degraded"],
  "battery-temperature-sensor": ["battery-hot"],
};
const SENSOR_AFTER_h = 48;

function broughtBy({ kind, part }: Episode): { of: readonly FaultKind[]; after_h: number } | undefined {
  if (kind !== "sensor-stuck" && kind !== "sensor-implausible") return consequences[kind];
  const of = ofSensors[part];
  return of && { of, after_h: SENSOR_AFTER_h };
}

/**
 * What a kit has, less what another fault of it brings about: a panel that is gone hides the battery that is low for it.
 * What still stands some time after its cause has gone was brought about by something else, and is no longer hidden.
 *
 * @param episodes what is to be shown
 * @param history what was raised on the kit, ended or not
 * @param watermark_ms event time of the kit's newest reading, Unix time in ms
 */
export function withoutConsequences(
  episodes: readonly Episode[],
  history: readonly Episode[],
  watermark_ms: number,
): Episode[] {
  return episodes.filter(
    (episode) =>
      !history.some((cause) => {
        const brings = broughtBy(cause);
        if (!brings?.of.includes(episode.kind)) return false;
        const until_ms = (cause.cleared_ms ?? Number.POSITIVE_INFINITY) + brings.after_h * HOUR_ms;
        const begins = episode.since_ms >= cause.since_ms - 24 * HOUR_ms && episode.since_ms < until_ms;
        return begins && (episode.cleared_ms ?? watermark_ms) <= until_ms;
      }),
  );
}
