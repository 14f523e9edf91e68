import { mean } from "../report/kitDays";
import { quantile } from "../report/numbers";
import type { KitDay } from "../run/summary";
import type { SimulatedFleet } from "./simulated";
import type { BatteryGroup, CalibrationTables, HourBands } from "./tables";

/** Hours that are shown of a day. */
const SHOWN_HOURS = [0, 2, 4, 6, 7, 8, 9, 10, 11, 12, 14, 16, 17, 18, 19, 20, 22];
/** Of a lamp's or a panel's hours those in which nothing changes are left out. */
const ACTIVE_HOURS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];
/** A single lamp of the sixty is more than a hundredth, so that the outermost shares are those of single lamps. */
const LAMP_SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];
const DEEP_pct = [60, 50, 40, 30, 20];

/** A table of Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), `|${"---|".repeat(header.length)}`, ...rows.map(line)].join("\n");
}

/** The figures of docs/simulator.md: what the field shows beside what a simulated fleet shows. */
export function calibrationMarkdown(field: CalibrationTables, { tables, days }: SimulatedFleet): string {
  return [
    "### State of charge",
    "Mean, and in brackets the middle half, in %.",
    hoursTable(field, tables, (group) => group.stateOfCharge_pct, 0),
    picture("state-of-charge", "State of charge by hour of the day, field beside simulation"),
    picture("single-batteries", "State of charge of five single batteries by hour of the day, field beside simulation"),
    "How empty a battery gets: share of all simulated days on which it fell below a state of charge, or on which the kit switched its outputs off.",
    deepTable(days),
    "### Voltage of a cell",
    "Mean, and in brackets the middle half, in V. Lead-acid is another chemistry and stands in no field table.",
    hoursTable(field, tables, (group) => group.cellVoltage_V, 2),
    picture("cell-voltage", "Battery voltage per cell by hour of the day, field beside simulation"),
    "### Battery temperature",
    "Of each battery the mean of a month; of these means the mean, and in brackets the middle 80 %, in °C.",
    temperatureTable(field, tables),
    picture("temperature", "Battery temperature by month, field beside simulation"),
    "### Lamps",
    "Hours a night that a lamp works: so long or less has a share of the lamps.",
    lampTable(field, tables),
    picture("lamp-hours", "Distribution of hours of light a night, field beside simulation"),
    picture("lamps-on", "Share of used lamps that are on by hour of the day, field beside simulation"),
    "### Lamps and panels by hour",
    "Share of the used lamps that are on, in %, and power of the panels with the largest hour as 100.",
    shapeTable(field, tables),
    picture("panel-power", "Panel power by hour of the day, field beside simulation"),
    "### A simulated day",
    "Quantiles over all days of all kits. Nothing befalls these kits; days on which nobody is at home count too.",
    dayTable(days),
  ].join("\n\n");
}

function picture(name: string, says: string): string {
  return `![${says}](images/simulator/${name}.svg)`;
}

function hoursTable(
  field: CalibrationTables,
  simulated: CalibrationTables,
  of: (group: BatteryGroup) => HourBands,
  digits: number,
): string {
  const groups = [
    ...field.groups.map((group) => ({ group, from: "field" })),
    ...simulated.groups.map((group) => ({ group, from: "simulated" })),
  ];
  const cell = (group: BatteryGroup, hour: number) => {
    const { mean, p25, p75 } = of(group);
    const at = (values: number[]) => (values[hour] as number).toFixed(digits);
    return group.percentilesAreSound ? `${at(mean)} (${at(p25)}–${at(p75)})` : at(mean);
  };
  return markdownTable(
    ["hour", ...groups.map(({ group, from }) => `${from}: ${group.name}`)],
    SHOWN_HOURS.map((hour) => [`${hour}`, ...groups.map(({ group }) => cell(group, hour))]),
  );
}

function deepTable(days: SimulatedFleet["days"]): string {
  const share = (all: KitDay[], isSo: (day: KitDay) => boolean) =>
    `${((100 * all.filter(isSo).length) / all.length).toFixed(1)} %`;
  return markdownTable(
    ["battery", ...DEEP_pct.map((below_pct) => `below ${below_pct} %`), "switched off for low battery"],
    Object.entries(days).map(([battery, all]) => [
      battery,
      ...DEEP_pct.map((below_pct) => share(all, (day) => 100 * day.lowestStateOfCharge < below_pct)),
      share(all, (day) => day.disconnected_h > 0),
    ]),
  );
}

function temperatureTable(field: CalibrationTables, simulated: CalibrationTables): string {
  const cell = ({ temperatures }: CalibrationTables, month: number) => {
    const found = temperatures.find((one) => one.month === month);
    if (!found) return "–";
    return `${found.mean_degC.toFixed(1)} (${found.p10_degC.toFixed(1)}–${found.p90_degC.toFixed(1)})`;
  };
  return markdownTable(
    ["month", "field", "simulated"],
    field.temperatures.map(({ month }) => [`${month}`, cell(field, month), cell(simulated, month)]),
  );
}

function lampTable(...sides: CalibrationTables[]): string {
  return markdownTable(
    ["", ...LAMP_SHARES.map((share) => percent(share))],
    sides.map(({ source, lampHours }) => [
      source,
      ...LAMP_SHARES.map((share) => quantile(lampHours, share).toFixed(1)),
    ]),
  );
}

function shapeTable(field: CalibrationTables, simulated: CalibrationTables): string {
  const measures = [
    { name: "lamps on", of: ({ lampsOn }: CalibrationTables) => lampsOn },
    { name: "panel gives", of: ({ panelPower }: CalibrationTables) => panelPower },
    { name: "panel could give", of: ({ panelPotential }: CalibrationTables) => panelPotential },
  ];
  const columns = measures.flatMap(({ name, of }) => [
    { name: `${name}: field`, values: of(field) },
    { name: "simulated", values: of(simulated) },
  ]);
  return markdownTable(
    ["hour", ...columns.map(({ name }) => name)],
    ACTIVE_HOURS.map((hour) => [
      `${hour}`,
      ...columns.map(({ values }) => Math.abs(100 * (values[hour] as number)).toFixed(0)),
    ]),
  );
}

function dayTable(days: SimulatedFleet["days"]): string {
  const measures: { name: string; of: (day: KitDay) => number; digits: number }[] = [
    { name: "panel gave, Wh", of: ({ panel_Wh }) => panel_Wh, digits: 0 },
    { name: "household took, Wh", of: ({ load_Wh }) => load_Wh, digits: 0 },
    { name: "controller took, Wh", of: ({ controller_Wh }) => controller_Wh, digits: 1 },
    { name: "some lamp lit, h", of: ({ light_h }) => light_h, digits: 1 },
    { name: "lowest state of charge, %", of: ({ lowestStateOfCharge }) => 100 * lowestStateOfCharge, digits: 0 },
  ];
  const rows = Object.entries(days).flatMap(([battery, all]) =>
    measures.map(({ name, of, digits }) => {
      const values = all.map(of).toSorted((a, b) => a - b);
      const shown = [...SHARES.map((share) => quantile(values, share)), mean(values)];
      return [battery, name, ...shown.map((value) => value.toFixed(digits))];
    }),
  );
  return markdownTable(["battery", "", ...SHARES.map(percent), "mean"], rows);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
