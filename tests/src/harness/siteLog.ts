import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { KitLife } from "@yeelen/simulator/life/kitLife";
import { SiteLife } from "@yeelen/simulator/life/site";
import { timeline, type TimelineOptions } from "@yeelen/simulator/timeline/timeline";

/** A row as a kit alone at its site measures it. */
export interface MeasuredRow {
  time_ms: number;
  row: readonly number[];
}

interface LoneKit {
  days: number;
  seed: number;
  interval_s: number;
  region?: TimelineOptions["sites"][string]["region"];
  start?: string;
  kit_type?: NonNullable<TimelineOptions["kit_types"]>[number];
}

/** Lets one kit live alone, of which nothing breaks, and writes down what it measures: the log of a healthy site. */
export function lifeOfLoneKit({
  days,
  seed,
  interval_s,
  region = "mopti",
  start = "2026-02-01",
  kit_type = {},
}: LoneKit) {
  const site = { region, kits: 1, coverage: "good" } as const;
  const plan = timeline({ start, seed, interval_s, sites: { alone: site }, kit_types: [kit_type] }).plan({ days });
  const rows: MeasuredRow[] = [];
  const [kit] = plan.kits;
  const [place] = plan.sites;
  if (!kit || !place) throw new Error("there is no kit");
  const sky = new SiteLife(place, [], plan.seed, plan.start_ms);
  const life = new KitLife({
    fleet: plan,
    plan: kit,
    happenings: [],
    onReport: () => undefined,
    onReading: (row, time_ms) => rows.push({ time_ms, row: row.slice() }),
  });
  for (let day = 0; day < days; day++) life.day(sky.dayOf(day));
  return rows;
}

/** What a controller's logger writes of such a row: its own columns, volts and amperes; undefined where it knows nothing. */
export function loggedOf({ row }: MeasuredRow): Record<string, number | undefined> {
  const of = (column: Column) => {
    const value = row[column] as number;
    return value === NOT_MEASURED ? undefined : value / 1000;
  };
  const outputs = [
    Column.Lamp1Current_mA,
    Column.Lamp2Current_mA,
    Column.Lamp3Current_mA,
    Column.Usb1Current_mA,
    Column.Usb2Current_mA,
    Column.RadioCurrent_mA,
  ];
  const degC = row[Column.BatteryTemperature_degC] as number;
  return {
    pvVoltage: of(Column.PanelVoltage_mV),
    pvCurrent: of(Column.PanelCurrent_mA),
    batteryVoltage: of(Column.BatteryVoltage_mV),
    batteryCurrent: of(Column.BatteryCurrent_mA),
    loadCurrent: outputs.reduce((sum, column) => sum + Math.max(0, of(column) ?? 0), 0),
    batteryTemperature: degC === NOT_MEASURED ? undefined : degC,
  };
}
