import type { Family, OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { judgeCrack } from "./cracked";
import { judgeOutput } from "./noOutput";
import { type PanelOnDay, panelOn } from "./panelDay";
import type { PanelMemory } from "./panelMemory";
import { addPanelReading, connectedReadings, PANEL_SLOTS } from "./panelSums";
import { judgeShade } from "./shaded";
import { startOfSite, type SunDay, sunOf } from "./siteSun";
import { judgeDirt } from "./soiled";
import { ascending, lost_pct, quantileOf } from "./numbers";

/** So many days of usual light are kept: dirt that grows over five weeks still has clean days before it. */
const USUAL_days = 45;
/** Of these the better ones are those on which the panel is clean. */
const CLEAN = 0.7;
const RECENT_days = 7;
/** A day that tells less of the light than a third of a good hour is left aside. */
const LEAST_WEIGHT = 120;
/** How quickly what is usual of a voltage is followed: over weeks. */
const FOLLOW = 0.05;

const start: PanelMemory = {
  usual: [],
  middle: undefined,
  clean: undefined,
  recent: [],
  voltage: undefined,
  voltageDays: 0,
  openVoltage: undefined,
  openDays: 0,
  pwmDays: 0,
  litHours: 0,
  litDays: 0,
  litSince: undefined,
  dirt: undefined,
  crack: undefined,
  shade: undefined,
  isRaised: false,
  site: startOfSite,
};

/** Faults of the panel, and dim weather over a site. */
export const panelFamily: Family<PanelMemory, SunDay> = {
  name: "panel",
  slots: PANEL_SLOTS,
  start,
  add: addPanelReading,
  refer: sunOf,
  step(before, on) {
    const memory: PanelMemory = {
      ...before,
      site: on.reference.site.day < before.site.day ? before.site : on.reference.site,
    };
    judgeSite(on, memory);
    if (!on.hasReadings) return memory;
    const today = panelOn(on, memory);
    (globalThis as any).TMPDUMP?.(on, today, memory); // TMPDUMP
    memory.litSince = judgeOutput(memory.litSince, on, today);
    const isOut = memory.litSince !== undefined;
    if (today.weight >= LEAST_WEIGHT && !isOut) {
      const { hours, weights, light, weight } = today;
      memory.recent = [...memory.recent, { day: on.day, hours, weights, light, weight }].slice(-RECENT_days);
    }
    if (!isOut) {
      memory.crack = judgeCrack(memory, on, today);
      memory.shade = judgeShade(memory, on, today);
      judgeDirt(memory, on, today);
    }
    memory.isRaised = isOut || [memory.crack, memory.shade, memory.dirt].some((lasting) => lasting?.isRaised);
    learn(memory, on, today);
    return memory;
  },
};

/** Learns what is usual for this panel while nothing is wrong with it. */
function learn(memory: PanelMemory, on: OnDay<SunDay>, today: PanelOnDay): void {
  const { sums, at } = on;
  if (today.dayReadings > 0) {
    memory.litHours = memory.litDays === 0 ? today.litHours : memory.litHours & today.litHours;
    memory.litDays = Math.min(7, memory.litDays + 1);
  }
  if (memory.isRaised || today.isBlind) {
    // what came in before it was noticed is not usual
    const since = Math.min(
      ...[memory.crack, memory.shade, memory.dirt].map((one) => (one?.isRaised ? one.since : Number.POSITIVE_INFINITY)),
    );
    const usual = memory.usual.filter(({ day }) => day < since);
    if (usual.length > 0 && usual.length < memory.usual.length) setUsual(memory, usual);
    return;
  }
  if (today.weight >= LEAST_WEIGHT) {
    setUsual(memory, [...memory.usual, { day: on.day, light: today.light }].slice(-USUAL_days));
  }
  const taken = connectedReadings(sums, at);
  let all = 0;
  for (const weight of today.weights) if (weight > 0) all++;
  if (all > 0) memory.pwmDays = Math.max(-10, Math.min(10, memory.pwmDays + (taken >= all ? 1 : -1)));
  if (memory.crack) return;
  if (today.voltage !== undefined && today.voltageReadings >= 3) {
    const { voltage, voltageDays } = memory;
    const follow = Math.max(FOLLOW, 1 / (voltageDays + 1));
    memory.voltage = (voltage ?? 0) + follow * (today.voltage - (voltage ?? 0));
    memory.voltageDays = voltageDays + 1;
  }
  if (today.openVoltage !== undefined && today.openReadings >= 3) {
    const { openVoltage, openDays } = memory;
    const follow = Math.max(FOLLOW, 1 / (openDays + 1));
    memory.openVoltage = (openVoltage ?? 0) + follow * (today.openVoltage - (openVoltage ?? 0));
    memory.openDays = openDays + 1;
  }
}

function setUsual(memory: PanelMemory, usual: PanelMemory["usual"]): void {
  const sorted = ascending(usual.map(({ light }) => light));
  memory.usual = usual;
  memory.middle = quantileOf(sorted, 0.5);
  memory.clean = quantileOf(sorted, CLEAN);
}

/**
 * `site-dim`, a notice: a whole site gets little light: cloud, or dust in the air. It is shown once, on one kit of the site.
 * Set: on three days in a row the panels of the site together got less than 70 % of the light of a clear day of the season.
 * Cleared: two days above 80 %.
 */
function judgeSite(on: OnDay<SunDay>, { site }: PanelMemory): void {
  if (!site.isDim || site.kit !== on.kit.kit) {
    on.clear("site-dim", "panel");
    return;
  }
  on.set("site-dim", "panel", {
    severity: "notice",
    since_ms: site.since * DAY_ms,
    evidence: { lightLost_pct: lost_pct(Math.log(site.light.at(-1) ?? 1)), site: "whole" },
  });
}
