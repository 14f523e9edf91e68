import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { ExampleWindow } from "./examples";
import type { ExampleKit } from "./summary";

const LAMPS = [Column.Lamp1Commanded_pct, Column.Lamp2Commanded_pct, Column.Lamp3Commanded_pct];

/** Keeps what an example kit measures within its window. */
export class ExampleRecorder {
  readonly example: ExampleKit;

  constructor(private readonly window: ExampleWindow) {
    const { kit, site, why } = window;
    this.example = { kit, site, why, time_ms: [], battery_V: [], stateOfCharge_pct: [], panel_W: [], lamps: [] };
  }

  /** @param row in the columns of the wire */
  take(row: readonly number[], time_ms: number): void {
    if (time_ms < this.window.from_ms || time_ms >= this.window.until_ms) return;
    const { example } = this;
    example.time_ms.push(time_ms);
    example.battery_V.push(scaled(row, Column.BatteryVoltage_mV, 0.001));
    example.stateOfCharge_pct.push(scaled(row, Column.BatteryStateOfCharge_pct, 1));
    example.panel_W.push(scaled(row, Column.PanelVoltage_mV, 0.001) * scaled(row, Column.PanelCurrent_mA, 0.001));
    example.lamps.push(LAMPS.filter((column) => (row[column] as number) > 0).length);
  }
}

function scaled(row: readonly number[], column: Column, scale: number): number {
  const value = row[column] as number;
  return value === NOT_MEASURED ? NaN : value * scale;
}
