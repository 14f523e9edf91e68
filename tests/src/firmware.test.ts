import { Column } from "@yeelen/shared/wire/columns";
import { replayThroughFirmware } from "@yeelen/simulator/replay/firmware";
import { readHeed } from "@yeelen/simulator/replay/heed";
import { replayNatively } from "@yeelen/simulator/replay/native";
import type { Recording, ReplayOptions } from "@yeelen/simulator/replay/recording";
import { expect, it } from "vitest";
import { journalled, quarantined } from "./harness/journalled";
import { startService } from "./harness/service";
import { heedFile } from "./harness/yeelen";

/** Plays a recording into a service of its own. Returns every reading that is then in the journal, as text. */
async function journalAfter(
  replay: (options: ReplayOptions) => Promise<number>,
  recording: Recording,
): Promise<Map<string, string>> {
  const service = await startService();
  const secrets = new Map(
    recording.kits.map(({ kitId }) => [kitId, service.addKit(kitId, { clock: "sender", site: "Kigeme" }).secret]),
  );
  const total = recording.kits.reduce((sum, { rows }) => sum + rows.length, 0);
  expect(await replay({ recording, host: "127.0.0.1", port: service.port, secrets })).toBe(total);
  expect(quarantined(service.data)).toBe(0);
  const readings = journalled(service.data);
  await service.stop();
  expect(readings.size).toBe(total);
  return readings;
}

/** The same recording with one value changed by one unit. */
function nudged(recording: Recording, kit: number, step: number, column: Column): Recording {
  const kits = recording.kits.map((one, k) => ({
    ...one,
    rows: one.rows.map((row, i) =>
      k === kit && i === step ? row.map((value, c) => (c === column ? value + 1 : value)) : row,
    ),
  }));
  return { ...recording, kits };
}

it("three days through the firmware's bytecode leave the same readings as the native run", async () => {
  const recording = readHeed(heedFile, 3);
  const throughFirmware = await journalAfter(replayThroughFirmware, recording);
  const natively = await journalAfter(replayNatively, recording);
  expect(throughFirmware.size).toBe(20 * 72);
  expect(throughFirmware).toEqual(natively);
}, 600_000);

it("one unit more on one sensor of one kit, once, is a difference", async () => {
  const month = readHeed(heedFile, 1);
  const recording = { ...month, kits: month.kits.slice(7, 9) };
  const natively = await journalAfter(replayNatively, recording);
  for (const column of [
    Column.BatteryVoltage_mV,
    Column.BatteryCurrent_mA,
    Column.PanelCurrent_mA,
    Column.Lamp3Current_mA,
  ]) {
    const changed = await journalAfter(replayThroughFirmware, nudged(recording, 1, 5, column));
    const different = [...natively].filter(([key, value]) => changed.get(key) !== value);
    expect(different).toHaveLength(1);
    expect(different[0]?.[0]).toMatch(/ 5$/);
  }
}, 300_000);
