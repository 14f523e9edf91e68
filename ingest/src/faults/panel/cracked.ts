import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { lost_pct } from "./numbers";
import { chartOfDays } from "./panelChart";
import type { PanelOnDay } from "./panelDay";
import type { Lasting, PanelMemory } from "./panelMemory";
import type { SunDay } from "./siteSun";

/** The voltage of one and a half cells of 36: what dirt, shade and warmth leave apart in neighbours is a third of it. */
const CELLS_GONE = 0.04;
/** An open panel's voltage says the same, less surely: shade and dirt cool a panel. */
const CELLS_GONE_OPEN = 0.05;
const LIGHT_LOST = 0.1;
const LEAST_READINGS = 3;
const LEARNT_days = 3;

/**
 * `panel-degraded`: cells of the panel are gone, by a crack: it gives less current and less voltage than its neighbours in
 * the same hours, at all hours of the day. Dirt and shade take current alone. Set: at the point of most power 4 % less voltage
 * than usual beside the neighbours, in three readings of good light, and 10 % less current; where the battery is always
 * full, 5 % less open voltage on two days. Cleared: less than half of the loss on two days.
 * Source: physics of cells in series: one cell of 36 has 2.8 % of the voltage, while half of the light lacks 3 % only, which the
 * cooler panel makes up for.
 */
export function judgeCrack(memory: PanelMemory, on: OnDay<SunDay>, today: PanelOnDay): PanelMemory["crack"] {
  const before = memory.crack;
  if (before?.byLight) return before;
  const gone = voltageGone(memory, today);
  if (gone === undefined) return before;
  if (before?.isRaised) {
    if (gone.voltage > before.depth / 2) {
      const better = before.better + 1;
      if (better < 2) return { ...before, better };
      on.clear("panel-degraded", "panel");
      return undefined;
    }
    on.set("panel-degraded", "panel", finding(before, memory, today));
    return { ...before, better: 0, depth: Math.min(before.depth, gone.voltage) };
  }
  const limit = gone.isOpen ? CELLS_GONE_OPEN : CELLS_GONE;
  const isLightLost = today.weight === 0 || today.light - (memory.clean ?? 0) < -LIGHT_LOST;
  if (gone.voltage > -limit || !isLightLost) {
    if (before) on.clear("panel-degraded", "panel");
    return undefined;
  }
  const days = before && before.since !== on.day ? before.days + 1 : 1;
  const isRaised = !gone.isOpen || days >= 2;
  const lasting = { since: before?.since ?? on.day, days, depth: gone.voltage, isRaised, better: 0, byLight: false };
  if (isRaised) on.set("panel-degraded", "panel", finding(lasting, memory, today));
  else on.suspect("panel-degraded", "panel", finding(lasting, memory, today));
  return lasting;
}

function voltageGone(memory: PanelMemory, today: PanelOnDay): { voltage: number; isOpen: boolean } | undefined {
  if (today.voltage !== undefined && today.voltageReadings >= LEAST_READINGS && memory.voltageDays >= LEARNT_days) {
    return { voltage: today.voltage - (memory.voltage ?? 0), isOpen: false };
  }
  if (today.openVoltage !== undefined && today.openReadings >= 2 * LEAST_READINGS && memory.openDays >= LEARNT_days) {
    return { voltage: today.openVoltage - (memory.openVoltage ?? 0), isOpen: true };
  }
  return undefined;
}

function finding(of: Lasting, memory: PanelMemory, today: PanelOnDay) {
  return {
    severity: "major" as const,
    since_ms: of.since * DAY_ms,
    evidence: {
      voltageLost_pct: lost_pct(of.depth),
      currentLost_pct: today.weight > 0 ? lost_pct(today.light - (memory.clean ?? 0)) : null,
    },
    chart: chartOfDays(memory),
  };
}
