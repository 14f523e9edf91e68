import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { ascending, lost_pct, quantileOf } from "./numbers";
import type { PanelOnDay } from "./panelDay";
import type { Lasting, PanelDay, PanelMemory } from "./panelMemory";
import { deepestShadow, shadowIn, together } from "./shadow";
import type { SunDay } from "./siteSun";

/** What the dust of the dry season leaves apart in households that clean and that do not stays below, see docs. */
const LOST = 0.15;
const LOST_OUTSIDE = 0.11;
const LOW_days = 3;
const WELL = 0.08;
const LEAST_USUAL_days = 4;

/**
 * `panel-soiled`: this panel alone loses light, at all hours alike, more than dust takes from its neighbours, and its
 * voltage stays.
 */
export function judgeDirt(memory: PanelMemory, on: OnDay<SunDay>, today: PanelOnDay): Lasting | undefined {
  const before = memory.dirt;
  const isToday = memory.recent.at(-1)?.day === on.day;
  if (!isToday || memory.crack || memory.usual.length < LEAST_USUAL_days) return before;
  const clean = cleanOf(memory);
  if (before?.isRaised) {
    const now = today.light - clean;
    if (now > Math.min(-WELL, before.depth / 2)) {
      const better = before.better + 1;
      if (better < 2) return { ...before, better };
      on.clear("panel-soiled", "panel");
      return undefined;
    }
    const lasting = { ...before, better: 0, depth: Math.min(before.depth, levelOf(memory.recent.slice(-3)) - clean) };
    on.set("panel-soiled", "panel", finding(lasting, memory));
    return lasting;
  }
  const days = memory.recent.slice(-LOW_days);
  const level = levelOf(days) - clean;
  const profile = together(days);
  const shadow = memory.shade ? shadowIn(profile, memory.shade.from, memory.shade.until) : deepestShadow(profile);
  const isLow =
    days.length === LOW_days &&
    level < -LOST &&
    days.every(({ light }) => light - clean < -LOST_OUTSIDE) &&
    (!shadow || shadow.outside - clean < -LOST_OUTSIDE);
  if (!isLow) return undefined;
  const lasting = { since: (days[0] as PanelDay).day, days: LOW_days, depth: level, isRaised: true, better: 0 };
  on.set("panel-soiled", "panel", finding(lasting, memory));
  return lasting;
}

/** The light of this panel when it is clean, over its neighbours': what it reached on the better days. */
export function cleanOf(memory: PanelMemory): number {
  return memory.usual.length === 0 ? 0 : quantileOf(ascending(memory.usual.map(({ light }) => light)), 0.7);
}

function levelOf(days: readonly PanelDay[]): number {
  let sum = 0;
  let weights = 0;
  for (const { light, weight } of days) {
    const counted = Math.min(weight, 1500);
    sum += counted * light;
    weights += counted;
  }
  return sum / weights;
}

function finding(of: Lasting, memory: PanelMemory) {
  const points = [...memory.usual.slice(-40), ...memory.recent.filter(({ day }) => day >= of.since)];
  return {
    severity: "minor" as const,
    since_ms: of.since * DAY_ms,
    evidence: { lightLost_pct: lost_pct(of.depth), daysCompared: points.length },
  };
}
