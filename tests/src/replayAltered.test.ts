import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KitDetail } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { readHeed } from "@yeelen/simulator/replay/heed";
import { loadMapping } from "@yeelen/simulator/replay/log/loadMapping";
import { readLog } from "@yeelen/simulator/replay/log/readLog";
import { replayLog } from "@yeelen/simulator/replay/log/replayLog";
import { replayNatively } from "@yeelen/simulator/replay/native";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Cell, hourOfDay, writeAlteredKigeme } from "./harness/alteredKigeme";
import { kigemeLampHours } from "./harness/kigeme";
import { startService, type TestService } from "./harness/service";

const microgrid = fileURLToPath(new URL("../../simulator/data/mappings/kigeme-microgrid.yaml", import.meta.url));

let service: TestService;
beforeEach(async () => {
  service = await startService();
});
afterEach(async () => await service.stop());

/** Replays the month with some cells changed, and says what there is then. */
async function faultsAfter(change: (cell: Cell) => string, { mapping = "" } = {}): Promise<Fault[]> {
  const file = writeAlteredKigeme(join(service.data, "altered.csv"), change);
  const recording = mapping === "" ? readHeed(file) : readLog(file, loadMapping(mapping)).recording;
  const { site } = recording;
  const secrets = new Map(
    recording.kits.map(({ kitId }) => [kitId, service.addKit(kitId, { clock: "sender", site }).secret]),
  );
  const play = mapping === "" ? replayNatively : replayLog;
  await play({ recording, host: "127.0.0.1", port: service.port, secrets });
  const { faults } = (await service.get("faults")) as { faults: Fault[] };
  return faults;
}

async function readingsAndGapsOf(code: string): Promise<[readings: number, gaps: number]> {
  const { kit } = (await service.get(`kits/${code}`)) as { kit: KitDetail };
  return [kit.readings, kit.gaps];
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
    expect(await readingsAndGapsOf("kigeme-nur-2b-cpe9")).toEqual([744 - 7 * 24, 1]);
    expect(await readingsAndGapsOf("kigeme-nur-2b-cpe10")).toEqual([744, 0]);
  });

  it("the panels of all give half from day 15 on: that is no fault of twenty panels", async () => {
    const faults = await faultsAfter(halved);
    const others = faults.filter(({ kind }) => kind !== "site-dim").map(named);
    expect(others.toSorted()).toEqual(theTwentyFive);
  });

  it("the microgrid by itself: healthy as it is", async () => {
    expect(await faultsAfter(({ text }) => text, { mapping: microgrid })).toEqual([]);
  });

  it("the microgrid by itself, its panels halved from day 15 on, is judged by its own past", async () => {
    const faults = await faultsAfter(halved, { mapping: microgrid });
    expect(faults.map(named)).toEqual(["kigeme-microgrid panel panel-degraded"]);
    const since = faults[0]?.since ?? "";
    expect(since >= "2019-08-15" && since < "2019-08-17").toBe(true);
  });
});

function halved({ hour, column, text }: Cell): string {
  return column === "PV_power_W" && hour >= hourOfDay(15) ? String(Number(text) / 2) : text;
}
