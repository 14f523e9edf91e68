import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { lost_pct } from "./numbers";
import type { PanelOnDay } from "./panelDay";
import type { PanelMemory } from "./panelMemory";
import { FIRST_h } from "./panelSums";
import { deepestShadow, type Shadow, shadowIn, together } from "./shadow";
import type { SunDay } from "./siteSun";

/** Three tenths of the light gone in some hours and not in the others: no dirt does so. */
const DEPTH = 0.35;
/** At once, from one day's readings. */
const DEPTH_AT_ONCE = 0.5;
const SURE = 5;
const SURE_AT_ONCE = 7;
const LEAST_HOURS = 2;

/**
 * `panel-shaded`: at the same hours every day less light falls on the panel than on its neighbours, and at the other hours as
 * much as ever.
 */
export function judgeShade(memory: PanelMemory, on: OnDay<SunDay>, today: PanelOnDay): PanelMemory["shade"] {
  const before = memory.shade;
  const isToday = memory.recent.at(-1)?.day === on.day;
  if (!isToday || memory.crack) return before;
  if (before?.isRaised) {
    const now = shadowIn(today, before.from, before.until);
    if (!now || now.insideWeight < 200 || now.outsideWeight < 100) return before;
    if (now.depth < before.depth / 2) {
      const better = before.better + 1;
      if (better < 2) return { ...before, better };
      on.clear("panel-shaded", "panel");
      return undefined;
    }
    on.set("panel-shaded", "panel", finding(before.since, now));
    return { ...before, better: 0 };
  }
  const lasting = deepestShadow(together(memory.recent.slice(-3)));
  const atOnce = deepestShadow(today);
  const isLasting =
    lasting && memory.recent.length >= 2 && lasting.depth > DEPTH && lasting.sureness > SURE && lasting.insideHours >= LEAST_HOURS;
  const isAtOnce = atOnce && atOnce.depth > DEPTH_AT_ONCE && atOnce.sureness > SURE_AT_ONCE && atOnce.insideHours >= LEAST_HOURS;
  const shadow = isLasting ? lasting : isAtOnce ? atOnce : undefined;
  if (!shadow) {
    if (before) on.clear("panel-shaded", "panel");
    return undefined;
  }
  const since = before?.since ?? on.day;
  on.set("panel-shaded", "panel", finding(since, shadow));
  const { from, until, depth } = shadow;
  return { since, days: 1, depth, isRaised: true, better: 0, from, until };
}

function finding(since: number, shadow: Shadow) {
  return {
    severity: "minor" as const,
    since_ms: since * DAY_ms,
    evidence: {
      from_h: shadow.from + FIRST_h,
      until_h: shadow.until + FIRST_h,
      lightLostInThese_pct: lost_pct(shadow.inside - shadow.outside),
      hoursSeen: shadow.insideHours,
    },
  };
}
