import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHeed } from "./heed";

const shipped = fileURLToPath(new URL("../../data/heed-kigeme/microgrid_processed_august.csv", import.meta.url));
const head =
  '"timestamp","State_of_charge","PV_power_W","Charged_energy_W","Discharged_energy_W","Hut 1 CPE1 LED1_P","Hut 1 CPE1 LED2_P","Hut 1 CPE1 LED3_P"';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-heed-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function read(...rows: string[]) {
  const file = join(directory, "table.csv");
  writeFileSync(file, [head, ...rows].join("\n"));
  return readHeed(file);
}

describe("the table of the HEED project", () => {
  it("as shipped: 20 kits, a month by the hour", () => {
    const { kits, site } = readHeed(shipped);
    expect([kits.length, site]).toEqual([20, "Kigeme"]);
    for (const kit of kits) {
      expect([kit.rows.length, kit.times_s.length, kit.interval_s, kit.sequences.at(-1)]).toEqual([
        744, 744, 3600, 743,
      ]);
    }
    expect(new Date((kits[0]?.times_s[0] as number) * 1000).toISOString()).toBe("2019-08-01T00:00:00.000Z");
    expect(kits.map(({ kitId }) => kitId)).toContain("kigeme-streetlight-2");
  });

  it("a row becomes currents at the battery's voltage; an empty cell is not measured", () => {
    const { kits } = read("2019-08-01 00:00:00,90,35,10,283,6.72,,0");
    const [row = []] = kits[0]?.rows ?? [];
    expect(row[Column.BatteryVoltage_mV]).toBe(13_440);
    expect(row[Column.BatteryCurrent_mA]).toBe(-20_312);
    expect(row[Column.PanelCurrent_mA]).toBe(2000);
    expect([row[Column.Lamp1Current_mA], row[Column.Lamp2Current_mA], row[Column.Lamp3Current_mA]]).toEqual([
      500,
      NOT_MEASURED,
      0,
    ]);
  });

  it("keeps a gap", () => {
    const [kit] = read(
      "2019-08-01 00:00:00,90,0,0,0,0,0,0",
      "2019-08-01 01:00:00,90,0,0,0,,,",
      "2019-08-01 02:00:00,90,0,0,0,0,0,0",
      "2019-08-09 01:00:00,90,0,0,0,0,0,0",
    ).kits;
    expect(kit?.times_s.map((time_s) => time_s - (kit.times_s[0] as number))).toEqual([0, 7200, 8 * 86_400 + 3600]);
    expect(kit?.sequences).toEqual([0, 2, 8 * 24 + 1]);
    expect(kit?.interval_s).toBe(3600);
  });

  it.each<[string, string[], RegExp]>([
    ["a text in a cell", ["2019-08-01 00:00:00,90,0,0,0,on,0,0"], /row 2: Hut 1 CPE1 LED1_P is "on"/],
    ["no time", ["yesterday,90,0,0,0,0,0,0"], /row 2: "yesterday" is not a time/],
    [
      "a time twice",
      ["2019-08-01 00:00:00,90,0,0,0,0,0,0", "2019-08-01 00:00:00,90,0,0,0,0,0,0"],
      /row 3 is not later/,
    ],
    ["no rows", [], /no rows/],
  ])("says so: %s", (_, rows, problem) => {
    expect(() => read(...rows)).toThrow(problem);
  });

  it("says so when it is another table, or none", () => {
    const file = join(directory, "other.csv");
    writeFileSync(file, "a,b\n1,2\n");
    expect(() => readHeed(file)).toThrow(/column timestamp is missing/);
    expect(() => readHeed(join(directory, "none.csv"))).toThrow(/none\.csv cannot be read as a table/);
  });
});
