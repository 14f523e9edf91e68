import { KitLife } from "../life/kitLife";
import { type SiteDay, SiteLife } from "../life/site";
import type { BatteryName } from "../power/kitType";
import { chemistryOf } from "../power/chemistry";
import { Panel } from "../power/panel";
import { mean } from "../report/kitDays";
import { quantile } from "../report/numbers";
import type { KitDay } from "../run/summary";
import { layOut } from "../scenario/layOut";
import { loadScenario } from "../scenario/load";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import { KitRecord } from "./kitRecord";
import { USED_h } from "./kigeme";
import { PROGRAMME } from "./programme";
import { type BatteryGroup, type CalibrationTables, type HourBands, HOURS, type MonthTemperature } from "./tables";

/** January to July, the months of the field's temperatures; the figures of docs/simulator.md are those of this run. */
export const CALIBRATION_RUN = { kits: 100, days: 212, seed: 1 } as const;

/** One in four, so that there is enough to see of the battery that is rare in the programme. */
const LEAD_ACID_SHARE = 0.25;

/** Where a single battery is among all: as the field shows five examples. */
const SINGLES = [0.1, 0.3, 0.5, 0.7, 0.9];

/** What a simulated fleet shows. */
export interface SimulatedFleet {
  tables: CalibrationTables;
  /** What each day of each kit came to, by battery. */
  days: Record<BatteryName, KitDay[]>;
}

interface Lived {
  plan: PlannedKit;
  record: KitRecord;
}

/**
 * Lives through the fleet of `scenarios/programme.yaml` natively, with more lead-acid batteries and without
 * happenings: what is compared with the field are the physics and the habits.
 */
export function simulateFleet(run: { kits: number; days: number; seed: number } = CALIBRATION_RUN): SimulatedFleet {
  const plan = fleetOf(run);
  const { seed, start_ms } = plan;
  const sites = new Map(plan.sites.map((site) => [site.slug, new SiteLife(site, [], seed, start_ms)]));
  const days: SimulatedFleet["days"] = { "lifepo4-4s": [], "lead-acid-6s": [] };
  const kits = plan.kits.map((kit) => {
    const record = new KitRecord();
    const life: KitLife = new KitLife({
      fleet: plan,
      plan: kit,
      happenings: [],
      onReport: () => {},
      onReading: (row, time_ms) => record.take(row, life.truth, time_ms),
    });
    return { plan: kit, record, life };
  });
  const possible_W = new Float64Array(HOURS);
  for (let index = 0; index < plan.days; index++) {
    for (const { plan: kit, life } of kits) {
      const day = (sites.get(kit.site) as SiteLife).dayOf(index);
      days[kit.type.battery].push(life.day(day));
      addPossible(possible_W, day, kit);
    }
  }
  return { tables: tablesOf(kits, possible_W), days };
}

function fleetOf({ kits, days, seed }: { kits: number; days: number; seed: number }): FleetPlan {
  const scenario = loadScenario(PROGRAMME);
  const kit_types = scenario.kit_types.map((type) => ({
    ...type,
    share: type.battery === "lead-acid-6s" ? LEAD_ACID_SHARE : 1 - LEAD_ACID_SHARE,
  }));
  const nothing = { faults: {}, lookalikes: {}, link: {}, at_least: {}, pinned: [] };
  return layOut({ ...scenario, ...nothing, kit_types }, { seed, kits, days });
}

/** Adds what a clean panel could have given in a day, every quarter of an hour. */
function addPossible(possible_W: Float64Array, { sky }: SiteDay, { type }: PlannedKit): void {
  const panel = new Panel(type.panel_Wp, 1);
  for (let minute = 0; minute < 60 * HOURS; minute += 15) {
    const irradiance_W_per_m2 = sky.irradiance_W_per_m2[minute] as number;
    if (irradiance_W_per_m2 <= 0) continue;
    panel.shine(irradiance_W_per_m2, sky.ambient_degC[minute] as number, 1, 1);
    possible_W[Math.floor(minute / 60)] = (possible_W[Math.floor(minute / 60)] as number) + panel.power_W;
  }
}

function tablesOf(kits: Lived[], possible_W: Float64Array): CalibrationTables {
  const ofType = (battery: BatteryName) => kits.filter(({ plan }) => plan.type.battery === battery);
  const lamps = kits.flatMap(({ record }) => record.lampHours().map((hours, lamp) => ({ record, lamp, hours })));
  const used = lamps.filter(({ hours }) => hours >= USED_h);
  return {
    source: "simulated",
    groups: [
      groupOf("LiFePO4", "lifepo4-4s", ofType("lifepo4-4s")),
      groupOf("lead-acid", "lead-acid-6s", ofType("lead-acid-6s")),
    ],
    singles: singlesOf(ofType("lifepo4-4s")),
    temperatures: temperaturesOf(kits),
    lampHours: lamps.map(({ hours }) => hours),
    lampsOn: meanByHour(used.map(({ record, lamp }) => record.lampsOn[lamp] as number[][])),
    panelPower: shapeOf(meanByHour(kits.map(({ record }) => record.panel_W))),
    panelPotential: shapeOf([...possible_W]),
  };
}

function groupOf(chemistry: BatteryGroup["chemistry"], battery: BatteryName, kits: Lived[]): BatteryGroup {
  const { cells } = chemistryOf(battery);
  return {
    name: chemistry,
    chemistry,
    stateOfCharge_pct: bandsOf(kits.map(({ record }) => record.stateOfCharge_pct)),
    cellVoltage_V: bandsOf(
      kits.map(({ record }) => record.batteryVoltage_V),
      1 / cells,
    ),
    percentilesAreSound: true,
  };
}

function bandsOf(kits: number[][][], factor = 1): HourBands {
  const hours = Array.from({ length: HOURS }, (_, hour) =>
    kits.flatMap((kit) => (kit[hour] as number[]).map((value) => value * factor)).toSorted((a, b) => a - b),
  );
  return {
    mean: hours.map(mean),
    p25: hours.map((values) => quantile(values, 0.25)),
    p75: hours.map((values) => quantile(values, 0.75)),
    p99: hours.map((values) => quantile(values, 0.99)),
  };
}

/** By their emptiest hour, from one that gets emptier than most to one that stays fuller than most. */
function singlesOf(kits: Lived[]): CalibrationTables["singles"] {
  const all = kits
    .map(({ plan, record }) => ({ name: plan.kit, stateOfCharge_pct: record.stateOfCharge_pct.map(mean) }))
    .toSorted((a, b) => Math.min(...a.stateOfCharge_pct) - Math.min(...b.stateOfCharge_pct));
  return SINGLES.flatMap((share) => all.slice(Math.floor(share * all.length)).slice(0, 1));
}

function temperaturesOf(kits: Lived[]): MonthTemperature[] {
  const months = new Map<number, number[]>();
  for (const { record } of kits) {
    for (const [month, values] of record.battery_degC) months.set(month, [...(months.get(month) ?? []), mean(values)]);
  }
  return [...months].map(([month, means]) => ({
    month,
    batteries: means.length,
    mean_degC: mean(means),
    p10_degC: quantile(means, 0.1),
    p90_degC: quantile(means, 0.9),
  }));
}

function meanByHour(records: number[][][]): number[] {
  return Array.from({ length: HOURS }, (_, hour) => mean(records.map((record) => mean(record[hour] as number[]))));
}

function shapeOf(hours: number[]): number[] {
  const largest = Math.max(...hours);
  return hours.map((value) => value / largest);
}
