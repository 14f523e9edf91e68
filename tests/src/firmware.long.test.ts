import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replayThroughFirmware } from "@yeelen/simulator/replay/firmware";
import { readHeed } from "@yeelen/simulator/replay/heed";
import { replayNatively } from "@yeelen/simulator/replay/native";
import { afterEach, beforeEach, expect, it } from "vitest";
import { journalled, quarantined } from "./harness/journalled";
import { addKit, startService } from "./harness/service";
import { heedFile, serve } from "./harness/yeelen";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-firmware-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

it("a month through the firmware's bytecode, with the service killed three times, is the native month", async () => {
  const table = readHeed(heedFile);
  const recording = { ...table, kits: table.kits.slice(7, 10) };

  const native = await startService();
  const nativeSecrets = new Map(
    recording.kits.map(({ kitId }) => [kitId, native.addKit(kitId, { clock: "sender" }).secret]),
  );
  await replayNatively({ recording, host: "127.0.0.1", port: native.port, secrets: nativeSecrets });
  const expected = journalled(native.data);
  await native.stop();
  expect(expected.size).toBe(3 * 744);

  let service = await serve(data);
  const secrets = new Map(recording.kits.map(({ kitId }) => [kitId, addKit(data, kitId, { clock: "sender" }).secret]));
  let acknowledged = 0;
  const running = replayThroughFirmware({
    recording,
    host: "127.0.0.1",
    port: service.mqttPort,
    secrets,
    onProgress: (done) => {
      acknowledged = done;
    },
  });
  for (const part of [0.2, 0.5, 0.8]) {
    while (acknowledged < part * expected.size) await sleep(50);
    await service.kill();
    await sleep(2000);
    service = await serve(data, {}, service);
  }
  expect(await running).toBe(expected.size);
  await service.stop();
  expect(journalled(data)).toEqual(expected);
  expect(quarantined(data)).toBe(0);
});
