import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KitDetail } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Cell, hourOfDay, writeAlteredKigeme } from "./harness/alteredKigeme";
import { kigemeLampHours } from "./harness/kigeme";
import { yeelen, yeelenJson } from "./harness/yeelen";

const mapping = fileURLToPath(new URL("../../simulator/data/mappings/kigeme-microgrid.yaml", import.meta.url));

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-altered-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** Replays the month with some cells changed, and says what there is then: `kit part kind`. */
async function faultsAfter(change: (cell: Cell) => string, ...args: string[]) {
  const file = writeAlteredKigeme(join(data, "altered.csv"), change);
  const how = args.length > 0 ? args : ["--as", "heed"];
  const { status, stderr } = await yeelen(["replay", file, ...how, "--data", data]);
  expect(stderr).not.toContain("yeelen:");
  expect(status).toBe(0);
  const { faults } = await yeelenJson<{ faults: Fault[] }>(["faults", "--data", data]);
  return faults;
}

const named = ({ kit, part, kind }: Pick<Fault, "kit" | "part" | "kind">) => `${kit} ${part} ${kind}`;
const theTwentyFive = [...kigemeLampHours()]
  .filter(([, hours]) => hours <= 6)
  .map(([lamp]) => `${lamp} lamp-hardly-used`)
  .toSorted();

describe("the month of Kigeme, altered", () => {
  it("a lamp that worked every night and stops on day 12 joins the 25", async () => {
    const column = "Playground CPE3 LED2_P";
    const faults = await faultsAfter(({ hour, column: of, text }) =>
      of === column && hour >= hourOfDay(12) ? "0" : text,
    );
    const stopped = "kigeme-playground-cpe3 lamp2 lamp-hardly-used";
    expect(faults.map(named).toSorted()).toEqual([...theTwentyFive, stopped].toSorted());
    const { since } = faults.find((fault) => named(fault) === stopped) as Fault;
    // its first dark night, by UTC
    expect(since >= "2019-08-11" && since < "2019-08-14").toBe(true);
  });

  it("a week without one unit: its gap is shown, and nothing else changes", async () => {
    const faults = await faultsAfter(({ hour, column, text }) =>
      column.startsWith("Nur 2B CPE9 LED") && hour >= hourOfDay(10) && hour < hourOfDay(17) ? "" : text,
    );
    expect(faults.map(named).toSorted()).toEqual(theTwentyFive);
    const { kit } = await yeelenJson<{ kit: KitDetail }>(["kits", "show", "kigeme-nur-2b-cpe9", "--data", data]);
    expect([kit.readings, kit.gaps]).toEqual([744 - 7 * 24, 1]);
    const { kit: other } = await yeelenJson<{ kit: KitDetail }>([
      "kits",
      "show",
      "kigeme-nur-2b-cpe10",
      "--data",
      data,
    ]);
    expect([other.readings, other.gaps]).toEqual([744, 0]);
  });

  it("the panels of all give half from day 15 on: that is no fault of twenty panels", async () => {
    const faults = await faultsAfter(halved);
    const others = faults.filter(({ kind }) => kind !== "site-dim").map(named);
    expect(others.toSorted()).toEqual(theTwentyFive);
  });

  it("the microgrid by itself: healthy as it is", async () => {
    expect(await faultsAfter(({ text }) => text, "--mapping", mapping)).toEqual([]);
  });

  it("the microgrid by itself, its panels halved from day 15 on, is judged by its own past", async () => {
    const faults = await faultsAfter(halved, "--mapping", mapping);
    expect(faults.map(named)).toEqual(["kigeme-microgrid panel panel-degraded"]);
    const since = faults[0]?.since ?? "";
    expect(since >= "2019-08-15" && since < "2019-08-17").toBe(true);
  });
});

function halved({ hour, column, text }: Cell): string {
  return column === "PV_power_W" && hour >= hourOfDay(15) ? String(Number(text) / 2) : text;
}
