import { expect, it } from "vitest";
import { controllerEnergy, stockRuntimeEnergy_Wh } from "./energy";

const idle = { looking_s: 0, connected_s: 0, computing_s: 0 };

it("adds up what sleeping, waking and the monitors take where nothing else goes on", () => {
  const { sleeping_Wh, computing_Wh, monitors_Wh, total_Wh } = controllerEnergy(idle);
  // 24 h less 2 wake-ups a second of 5 ms: 23.76 h of 0.13 mA at 3.3 V, by 85 %
  expect(sleeping_Wh).toBeCloseTo((23.76 * 0.00013 * 3.3) / 0.85, 6);
  expect(computing_Wh).toBeCloseTo((0.24 * 0.028 * 3.3) / 0.85, 6);
  // one monitor every minute, two every quarter of an hour, 1.8 s each: 0.816 h of 0.35 mA
  expect(monitors_Wh).toBeCloseTo(((0.816 * 0.00035 + 24 * 0.0000015) * 3.3) / 0.85, 6);
  expect(total_Wh).toBeCloseTo(sleeping_Wh + computing_Wh + monitors_Wh, 9);
});

it.each([
  ["an hour of looking", { looking_s: 3600 }, 0.084 - 0.00013],
  ["an hour of connections", { connected_s: 3600 }, 0.084 + 0.05 * 0.251 - 0.00013],
  // of this machine: the chip takes a hundred times as long
  ["36 s of computing", { computing_s: 36 }, 0.028 - 0.00013],
])("%s takes an hour of its current", (_name, busy, current_A) => {
  const more_Wh = controllerEnergy({ ...idle, ...busy }).total_Wh - controllerEnergy(idle).total_Wh;
  expect(more_Wh).toBeCloseTo((current_A * 3.3) / 0.85, 6);
});

it("the stock runtime takes many times as much", () => {
  expect(stockRuntimeEnergy_Wh(idle)).toBeGreaterThan(10 * controllerEnergy(idle).total_Wh);
});
