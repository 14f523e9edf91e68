import { afterEach, beforeEach, expect, it } from "vitest";
import { Column } from "../../../shared/src/wire/columns";
import { firmwareBytecode } from "./bytecode";
import { FirmwareKit } from "./firmwareKit";
import { TestBroker } from "./testBroker";
import { VirtualClock } from "./virtualClock";

const INTERVAL_s = 900;

let broker: TestBroker;
let port: number;
beforeEach(async () => {
  broker = new TestBroker();
  port = await broker.start();
});
afterEach(async () => await broker.stop());

it("after a power cut the bytecode sends what flash has of readings that nobody acknowledged", async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const panics: number[] = [];
  let hasNetwork = false;
  const kit = new FirmwareKit({
    kitId: "kit-1",
    secret: "secret",
    host: "127.0.0.1",
    port,
    interval_s: INTERVAL_s,
    upload_s: 86_400,
    clock,
    bytecode: firmwareBytecode(),
    flash: { content: new Uint8Array(0) },
    reach: () => (hasNetwork ? "acknowledged" : "no-hotspot"),
    onPanic: (code) => panics.push(code),
  });
  const lives = async (readings: number) => {
    await kit.start();
    for (let i = 0; i < readings; i++) {
      await clock.run(clock.now() + INTERVAL_s * 500);
      kit.set({ batteryVoltage_mV: 12_700 + i, batteryCurrent_mA: -40, panelVoltage_mV: 18_000 + 8 * i });
      await clock.run(clock.now() + INTERVAL_s * 500);
    }
  };
  await lives(62);
  kit.stop();
  hasNetwork = true;
  await lives(2);
  await clock.run(clock.now() + 60_000);
  kit.stop();
  const rows = broker.rows().toSorted((a, b) => (a[Column.Sequence] as number) - (b[Column.Sequence] as number));
  const before = rows.filter((row) => (row[Column.Sequence] as number) < 256);
  // the last whole hour was the fifteenth
  expect(before.map((row) => row[Column.Sequence])).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(before.map((row) => row[Column.BatteryVoltage_mV])).toEqual(Array.from({ length: 60 }, (_, i) => 12_700 + i));
  // the first report left before the first reading of its boot
  expect(broker.reports[0]?.groups[0]).toMatchObject({ boot: 2, rows: [] });
  expect(panics).toEqual([]);
}, 60_000);
