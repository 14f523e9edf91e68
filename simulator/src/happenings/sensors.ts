import { Column } from "@yeelen/shared/wire/columns";
import { characterOf } from "./character";
import type { Part } from "./kinds";
import { days_h, type KindProfile } from "./profile";

/** The column that a sensor fills, and by how much it is off at a severity of 1, in the column's unit. */
interface Sensor {
  column: Column;
  worstOffset: number;
}

/**
 * The offsets are chosen well beyond what the sensors' data sheets allow (a few mV and mA for a
 * current monitor such as the INA3221, 1 K for an NTC), as from a corroded shunt or a wet connector.
 */
const sensors: Partial<Record<Part, Sensor>> = {
  "battery-voltage-sensor": { column: Column.BatteryVoltage_mV, worstOffset: 1000 },
  "battery-current-sensor": { column: Column.BatteryCurrent_mA, worstOffset: 500 },
  "panel-current-sensor": { column: Column.PanelCurrent_mA, worstOffset: 500 },
  "battery-temperature-sensor": { column: Column.BatteryTemperature_degC, worstOffset: 20 },
};

const ofASensor = { parts: Object.keys(sensors) as Part[], group: "part" } as const;

export const sensorStuck: KindProfile = {
  ...ofASensor,
  meaning: "A sensor shows the same value for ever",
  severityMeans: "it never moves; there is nothing between",
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  apply(condition, _amount, { part }) {
    const sensor = sensors[part];
    if (sensor && !condition.stuckColumns.includes(sensor.column)) condition.stuckColumns.push(sensor.column);
  },
};

export const sensorOffset: KindProfile = {
  ...ofASensor,
  meaning: "A sensor shows too much or too little, by more than its data sheet allows",
  severityMeans: "1 V, 0.5 A or 20 K off, always in the same direction",
  severity: [0.3, 1],
  // chosen: half from one moment to the next, half slowly
  suddenShare: 0.5,
  course_h: days_h(1, 14),
  duration_h: "stays",
  apply(condition, amount, happening) {
    const sensor = sensors[happening.part];
    if (!sensor) return;
    const sign = characterOf(happening, 3) < 0.5 ? -1 : 1;
    condition.offsets.push([sensor.column, Math.round(sign * sensor.worstOffset * amount)]);
  },
};
