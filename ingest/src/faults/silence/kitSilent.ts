import type { Finding } from "../finding";
import type { CauseFound } from "./causes";

/**
 * Nothing has come in from a kit for longer than it promised. It may be dead, flat, out of credit,
 * or its phone away.
 *
 * Set when the service has been listening for 24 hours or more since the kit's last report: four
 * of the uploads that it makes every six hours are missing, and a day is also what comparable
 * services (Inclusive Energy Cloud Solar) wait. Time in which the service itself was down does
 * not count. Cleared by the next report, whatever it carries. A kit that has never reported was
 * not handed out yet. For kits that stamp their own time now is their newest reading, so that
 * they are never silent.
 */
export const SILENT_ms = 24 * 3600_000;
const PROMISED_ms = 6 * 3600_000;

/** What is known of a kit's link. */
export interface Link {
  /** When the last report came in, Unix time in ms, or undefined where none ever did. */
  lastReceived_ms: number | undefined;
  /** For how long the service has been listening since then. */
  listened_ms: number;
  ownClock: boolean;
}

/** What the kit said last, as evidence. */
export interface LastWord {
  battery_V: number | null;
  stateOfCharge_pct: number | null;
}

/** Whether a link is silent. */
export function isSilent(link: Link): boolean {
  return link.lastReceived_ms !== undefined && !link.ownClock && link.listened_ms >= SILENT_ms;
}

/**
 * The fault of a kit, or undefined.
 *
 * @param site counts the kits of its site, itself included
 * @param cause what `SilenceLog.whileSilent` says, where it was asked
 */
export function kitSilent(
  link: Link,
  lastWord: LastWord,
  site: { kits: number; silent: number },
  now_ms: number,
  cause?: CauseFound,
): Finding | undefined {
  if (!isSilent(link) || link.lastReceived_ms === undefined) return undefined;
  return {
    kind: "kit-silent",
    part: "kit",
    severity: "minor",
    since_ms: link.lastReceived_ms,
    evidence: {
      silent_h: hours(now_ms - link.lastReceived_ms),
      listened_h: hours(link.listened_ms),
      promised_h: hours(PROMISED_ms),
      lastBattery_V: lastWord.battery_V,
      lastStateOfCharge_pct: lastWord.stateOfCharge_pct,
      siteSilent: site.silent,
      siteKits: site.kits,
      ...(cause && { ...cause.evidence, likely_cause: cause.cause }),
    },
  };
}

function hours(span_ms: number): number {
  return Math.round(span_ms / 360_000) / 10;
}
