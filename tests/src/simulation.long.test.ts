import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Column } from "@yeelen/shared/wire/columns";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import { Sensors } from "@yeelen/simulator/sensors/sensors";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { sentBy } from "./harness/sent";

const enriched = fileURLToPath(new URL("../../simulator/scenarios/enriched.yaml", import.meta.url));
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-simulation-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Lives through 14 days of the scenario in which everything goes wrong. */
const aFortnight = (seed: number, kits: number) => {
  const plan = layOut(loadScenario(enriched), { seed, kits, days: 14 });
  // the chip's machine cannot lose what it has just written: worn flash is what tests/src/timelines has
  return { ...plan, happenings: plan.happenings.filter(({ kind }) => kind !== "flash-worn") };
};

it.each([1, 2, 3])(
  "whatever befalls them, native boards and bytecode send the same reports (seed %i)",
  async (seed) => {
    const plan = aFortnight(seed, 4);
    const native = await sentBy(plan, { firmware: false, path: join(directory, `${seed}-native.jsonl`) });
    const firmware = await sentBy(plan, { firmware: true, path: join(directory, `${seed}-firmware.jsonl`) });
    for (const [kit, reports] of native) expect([kit, firmware.get(kit)]).toEqual([kit, reports]);
    expect([...native.values()].flat().length).toBeGreaterThan(60);
  },
  900_000,
);

it("one unit more on one sensor, once, is a difference", async () => {
  const path = (name: string) => join(directory, `nudge-${name}.jsonl`);
  // a phone that is always there: every reading arrives
  const plan = { ...aFortnight(4, 1), happenings: [], phones: "always" as const };
  const native = await sentBy(plan, { firmware: false, path: path("native") });
  const { value } = Object.getOwnPropertyDescriptor(Sensors.prototype, "measureRest") as PropertyDescriptor;
  const measure = value as (this: Sensors, row: number[]) => void;
  let looks = 0;
  const nudge = vi.spyOn(Sensors.prototype, "measureRest").mockImplementation(function (this: Sensors, row) {
    measure.call(this, row);
    looks += 1;
    if (looks === 200) row[Column.PanelVoltage_mV] = (row[Column.PanelVoltage_mV] as number) + 1;
  });
  const nudged = await sentBy(plan, { firmware: true, path: path("nudged") });
  nudge.mockRestore();
  const different = [...native].flatMap(([kit, reports]) =>
    reports.filter((report, i) => nudged.get(kit)?.[i] !== report),
  );
  // in the report that brought it, and in none but that, however often it was sent
  expect(
    new Set(different.map((report) => JSON.stringify((JSON.parse(report) as { readings: object }).readings))).size,
  ).toBe(1);
}, 300_000);
