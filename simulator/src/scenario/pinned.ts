import type { Happening } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";
import { isOfASite } from "./occurrence";
import type { Scenario } from "./schema";
import { slugOf } from "./slug";
import { timeOf_ms } from "./times";

const HOUR_ms = 3_600_000;

/**
 * What a pinned entry stands for. What it leaves out is not drawn but plain: the kind's first part,
 * the highest severity, at once, and for as long as the kind lasts on average or until the end.
 */
export function happeningOf(pinned: Scenario["pinned"][number], start_ms: number): Happening {
  const { kind, at, until, kit, site } = pinned;
  const profile = kindProfiles[kind];
  const onset_ms = timeOf_ms(at, start_ms);
  const happening: Happening = {
    kind,
    ...(isOfASite(kind) ? { site: slugOf(site ?? "") } : { site: (kit ?? "").replace(/-\d+$/, ""), kit: kit ?? "" }),
    part: pinned.part ?? profile.parts[0] ?? "kit",
    onset_ms,
    severity: pinned.severity ?? 1,
    course_h: pinned.course ?? 0,
  };
  if (until !== undefined) return { ...happening, end_ms: timeOf_ms(until, start_ms) };
  if (pinned.for !== undefined) return { ...happening, end_ms: onset_ms + pinned.for * HOUR_ms };
  if (profile.duration_h === "stays") return happening;
  const [low, high] = profile.duration_h;
  return { ...happening, end_ms: onset_ms + Math.round((low + high) / 2) * HOUR_ms };
}
