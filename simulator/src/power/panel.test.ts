import { expect, test } from "vitest";
import { Panel } from "./panel";

const NOCT_degC = 46;
/** Air that leaves the cells at a temperature in full sun. */
const airFor = (cell_degC: number) => cell_degC - ((NOCT_degC - 20) / 800) * 1000;

function panelAt(irradiance_W_per_m2: number, air_degC: number, output = 1, voltage = 1): Panel {
  const panel = new Panel(20.07, 1);
  panel.shine(irradiance_W_per_m2, air_degC, output, voltage);
  return panel;
}

test("under test conditions it gives what its data sheet says", () => {
  const panel = panelAt(1000, airFor(25));
  expect(panel.openVoltage_V).toBeCloseTo(22.7, 2);
  expect(panel.currentAt_A(0)).toBeCloseTo(1.17, 3);
  expect(panel.currentAt_A(18.76)).toBeCloseTo(1.07, 2);
  expect(panel.currentAt_A(22.7)).toBe(0);
  expect(panel.power_W).toBeGreaterThan(20);
  expect(panel.power_W).toBeLessThan(20.3);
});

test.each([
  // irradiance, air, output, voltage: expected power and open voltage
  { light: 1000, air: airFor(25), output: 1, voltage: 1, power_W: 20.1, open_V: 22.7 },
  { light: 500, air: 25, output: 1, voltage: 1, power_W: 9.2, open_V: 20.8 },
  { light: 100, air: 25, output: 1, voltage: 1, power_W: 1.8, open_V: 20.3 },
  { light: 1000, air: 40, output: 1, voltage: 1, power_W: 17.2, open_V: 18.9 },
  { light: 1000, air: 40, output: 0.7, voltage: 1, power_W: 12, open_V: 18.9 },
  { light: 1000, air: 40, output: 1, voltage: 2 / 3, power_W: 11.4, open_V: 12.6 },
])(
  "$light W/m² at $air °C, current × $output, voltage × $voltage",
  ({ light, air, output, voltage, power_W, open_V }) => {
    const panel = panelAt(light, air, output, voltage);
    expect(panel.openVoltage_V).toBeCloseTo(open_V, 0);
    expect(panel.power_W / power_W).toBeCloseTo(1, 1);
  },
);

test("a smaller power is found between the voltage of most power and the open voltage", () => {
  const panel = panelAt(800, 30);
  let voltage_V = panel.voltageAtPower_V;
  for (const share of [0.99, 0.9, 0.5, 0.1, 0.01]) {
    const found_V = panel.voltageFor_V(share * panel.power_W);
    expect(found_V).toBeGreaterThan(voltage_V);
    expect(found_V * panel.currentAt_A(found_V)).toBeCloseTo(share * panel.power_W, 1);
    voltage_V = found_V;
  }
  expect(voltage_V).toBeLessThan(panel.openVoltage_V);
});

test("dark, it gives nothing", () => {
  const panel = panelAt(800, 30);
  panel.darken();
  expect([panel.power_W, panel.openVoltage_V, panel.currentAt_A(0)]).toEqual([0, 0, 0]);
});
