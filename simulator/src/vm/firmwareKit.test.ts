import { Command } from "../../../firmware/src/kit/commands";
import net from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { READINGS_PER_REPORT } from "../../../firmware/src/kit/settings";
import { Column, NOT_MEASURED } from "../../../shared/src/wire/columns";
import { firmwareBytecode } from "./bytecode";
import { type Clock, RealClock } from "./clock";
import { FirmwareKit, type FirmwareKitOptions } from "./firmwareKit";
import type { Sample } from "./sensors";
import { TestBroker } from "./testBroker";
import { VirtualClock } from "./virtualClock";

const START_ms = Date.UTC(2026, 0, 1);
const INTERVAL_s = 600;

/** Each sensor, the column it fills, and values at the ends and around zero; the battery is never empty. */
const SENSORS: [keyof Sample, Column, number[]][] = [
  ["batteryVoltage_mV", Column.BatteryVoltage_mV, [12870, 65535, 12001, 12601]],
  ["panelVoltage_mV", Column.PanelVoltage_mV, [17901, 1, 0, 48001]],
  ["batteryCurrent_mA", Column.BatteryCurrent_mA, [-210, 20001, -1, -20001]],
  ["panelCurrent_mA", Column.PanelCurrent_mA, [641, 0, -3, 10007]],
  ["lamp1Current_mA", Column.Lamp1Current_mA, [181, 0, 1, 999]],
  ["lamp2Current_mA", Column.Lamp2Current_mA, [182, 1, 0, 998]],
  ["lamp3Current_mA", Column.Lamp3Current_mA, [183, 2, 3, 997]],
  ["usb1Current_mA", Column.Usb1Current_mA, [451, 0, 7, 2400]],
  ["usb2Current_mA", Column.Usb2Current_mA, [452, 9, 0, 2399]],
  ["radioCurrent_mA", Column.RadioCurrent_mA, [53, 0, 11, 601]],
  ["batteryTemperature_degC", Column.BatteryTemperature_degC, [31, -20, 0, 85]],
  ["controllerTemperature_degC", Column.ControllerTemperature_degC, [36, 0, -1, 84]],
  ["lamp1Commanded_pct", Column.Lamp1Commanded_pct, [100, 0, 1, 99]],
  ["lamp2Commanded_pct", Column.Lamp2Commanded_pct, [50, 33, 67, 2]],
  ["lamp3Commanded_pct", Column.Lamp3Commanded_pct, [0, 49, 51, 98]],
  ["radioLight_pct", Column.RadioLight_pct, [10, 90, 5, 100]],
];
const sampleAt = (i: number): Sample => Object.fromEntries(SENSORS.map(([name, , values]) => [name, values[i]]));

let bytecode: Uint8Array;
let broker: TestBroker;
let clock: VirtualClock;
let port: number;
let kits: FirmwareKit[];

beforeAll(() => {
  bytecode = firmwareBytecode();
}, 60_000);

beforeEach(async () => {
  broker = new TestBroker();
  clock = new VirtualClock(START_ms);
  port = await broker.start();
  kits = [];
});

afterEach(async () => {
  for (const kit of kits) kit.stop();
  await broker.stop();
});

async function startKit(changes: Partial<FirmwareKitOptions> = {}): Promise<FirmwareKit> {
  const panics: number[] = [];
  const kit = new FirmwareKit({
    kitId: "kit-1",
    secret: "secret",
    host: "127.0.0.1",
    port,
    interval_s: INTERVAL_s,
    hasClock: true,
    clock,
    bytecode,
    flash: { content: new Uint8Array(0) },
    onPanic: (code) => panics.push(code),
    ...changes,
  });
  kits.push(kit);
  await kit.start();
  return kit;
}

/** Runs until shortly after reading `count` of a kit that has just started. */
const runReadings = (count: number) => clock.run(clock.now() + (count * INTERVAL_s + 20) * 1000);

/** CONNACK, with and without a welcome. */
const ACCEPTED = Buffer.from([0x20, 2, 0, 0]);
const REFUSED = Buffer.from([0x20, 2, 0, 5]);

function afterWelcome(socket: net.Socket, act: () => void): void {
  socket.once("data", () => socket.write(ACCEPTED, () => setTimeout(act, 5)));
}

/** Sockets and timers of this process. */
const resources = () => process.getActiveResourcesInfo().filter((name) => /TCPSocketWrap|Timeout/.test(name)).length;

describe("a kit that runs the real firmware", () => {
  it("reports every sensor to the unit", async () => {
    const kit = await startKit();
    for (let i = 0; i < 4; i++) {
      clock.setTimeout(() => kit.set(sampleAt(i)), (i + 0.5) * INTERVAL_s * 1000);
    }
    await runReadings(4);
    const rows = broker.rows();
    expect(rows.map((row) => row[Column.Time])).toEqual([600, 1200, 1800, 2400]);
    for (const [name, column, values] of SENSORS) {
      expect([name, rows.map((row) => row[column])]).toEqual([name, values]);
    }
  });

  it("keeps every percent and every millivolt while it gathers readings", async () => {
    const kit = await startKit({ upload_s: 100 * INTERVAL_s });
    const samples = Array.from({ length: 100 }, (_, i) => ({
      lamp1Commanded_pct: i + 1,
      batteryVoltage_mV: 12_000 + 37 * i,
      wifiRssi_dBm: -71,
    }));
    samples.forEach((sample, i) => clock.setTimeout(() => kit.set(sample), (i + 0.5) * INTERVAL_s * 1000));
    await runReadings(100);
    const rows = broker.rows();
    expect(rows.map((row) => row[Column.Lamp1Commanded_pct])).toEqual(samples.map((s) => s.lamp1Commanded_pct));
    expect(rows.map((row) => row[Column.BatteryVoltage_mV])).toEqual(samples.map((s) => s.batteryVoltage_mV));
    expect(broker.reports.map((report) => report.wifiRssi_dBm)).toEqual(broker.reports.map(() => -71));
    expect(broker.reports[0]?.groups[0]).toMatchObject({ anchorUptime_s: 0, anchorTime_s: START_ms / 1000 });
    // one at once after the start, one as soon as something is amiss, then 98 readings
    expect(broker.reports.length).toBe(2 + Math.ceil(98 / READINGS_PER_REPORT));
  });

  it("does not measure a sensor that is silent, and measures it again when it answers", async () => {
    const kit = await startKit();
    kit.set({ batteryVoltage_mV: 12870, lamp2Current_mA: 5 });
    await runReadings(1);
    kit.set({ ...sampleAt(0), lamp2Current_mA: undefined });
    await clock.run(clock.now() + INTERVAL_s * 1000);
    kit.set(sampleAt(0));
    await clock.run(clock.now() + INTERVAL_s * 1000);
    const [poor, almost, full] = broker.rows();
    const measured = (row: number[] | undefined) =>
      SENSORS.filter(([, column]) => row?.[column] !== NOT_MEASURED).map(([name]) => name);
    expect(measured(poor)).toEqual(["batteryVoltage_mV", "lamp2Current_mA"]);
    expect(measured(almost)).not.toContain("lamp2Current_mA");
    expect(measured(almost).length).toBe(SENSORS.length - 1);
    expect(measured(full).length).toBe(SENSORS.length);
  });

  it("switches every output off when the battery is low, within a minute, and on again when it is charged", async () => {
    const kit = await startKit();
    const after = async (sample: Sample) => {
      kit.set(sample);
      await clock.run(clock.now() + 61_000);
      return kit.outputsOff();
    };
    const batteryCurrent_mA = -500;
    expect(await after({ batteryVoltage_mV: 12_300, batteryCurrent_mA, lamp1Commanded_pct: 100 })).toBe(0);
    expect(await after({ batteryVoltage_mV: 11_960, batteryCurrent_mA, lamp1Commanded_pct: 100 })).toBe(63);
    expect(await after({ batteryVoltage_mV: 12_500, batteryCurrent_mA: 0, lamp1Commanded_pct: 100 })).toBe(63);
    await clock.run(clock.now() + INTERVAL_s * 1000);
    // one lamp first
    expect(await after({ batteryVoltage_mV: 12_610, batteryCurrent_mA: 0 })).toBe(62);
    expect(await after({ batteryVoltage_mV: 13_100, batteryCurrent_mA: 0 })).toBe(0);
    expect(broker.rows()[0]?.[Column.Off]).toBe(0x111111);
    expect(broker.rows()[0]?.[Column.Lamp1Commanded_pct]).toBe(0);
    // a kit whose battery is charged again and that restarts begins with everything on
    kit.set({ batteryVoltage_mV: 11_000, batteryCurrent_mA: 0 });
    await clock.run(clock.now() + 61_000);
    kit.stop();
    kit.set({ batteryVoltage_mV: 13_000, batteryCurrent_mA: 0 });
    await kit.start();
    await clock.run(clock.now() + 61_000);
    expect(kit.outputsOff()).toBe(0);
  });

  it("knows which battery it has", async () => {
    const kit = await startKit({ battery: "lead-acid-6s" });
    kit.set({ batteryVoltage_mV: 11_800, batteryCurrent_mA: 0 });
    await runReadings(1);
    // the last lamp, at a voltage at which four cells of LiFePO4 would have lost it
    expect(kit.outputsOff() & 1).toBe(0);
    // from 11.4 V empty to 12.6 V full
    expect(broker.rows()[0]?.[Column.BatteryStateOfCharge_pct]).toBe(33);
    kit.set({ batteryVoltage_mV: 11_650, batteryCurrent_mA: 0 });
    await clock.run(clock.now() + 61_000);
    expect(kit.outputsOff()).toBe(63);
  });

  it("numbers on after a restart, and begins a new incarnation on new flash", async () => {
    const flash = { content: new Uint8Array(0) };
    for (let boot = 1; boot <= 2; boot++) {
      const kit = await startKit({ flash });
      kit.set(sampleAt(0));
      await runReadings(2);
      kit.stop();
    }
    const fresh = await startKit();
    await runReadings(1);
    fresh.stop();
    const numbers = broker.reports.map((report) => ({
      incarnation: report.incarnation,
      boot: report.groups[0]?.boot,
      sequence: report.groups[0]?.rows[0]?.[Column.Sequence],
    }));
    const [incarnation, other] = [numbers[0]?.incarnation, numbers[4]?.incarnation];
    expect(numbers).toEqual([
      { incarnation, boot: 1, sequence: 0 },
      { incarnation, boot: 1, sequence: 1 },
      { incarnation, boot: 2, sequence: 256 },
      { incarnation, boot: 2, sequence: 257 },
      { incarnation: other, boot: 1, sequence: 0 },
    ]);
    expect(other).not.toBe(incarnation);
  });

  it("holds its readings while the server is away", async () => {
    await broker.stop();
    const panics: number[] = [];
    const kit = await startKit({ onPanic: (code) => panics.push(code) });
    for (let i = 0; i < 150; i++) clock.setTimeout(() => kit.set(sampleAt(i % 4)), (i + 0.5) * INTERVAL_s * 1000);
    await runReadings(150);
    await broker.start(port);
    await clock.run(clock.now() + 1_200_000);
    expect(panics).toEqual([]);
    expect(broker.reports[0]).toMatchObject({ dropped: [], oldestHeld: 0 });
    const rows = broker
      .rows()
      .toSorted((a, b) => (a[Column.Sequence] as number) - (b[Column.Sequence] as number))
      .slice(0, 150);
    expect(rows.map((row) => row[Column.Sequence])).toEqual(Array.from({ length: 150 }, (_, i) => i));
    expect(rows.map((row) => row[Column.BatteryVoltage_mV])).toEqual(
      Array.from({ length: 150 }, (_, i) => sampleAt(i % 4).batteryVoltage_mV),
    );
  });

  it("obeys the commands of an acknowledgement once, keeps them over a restart, and confirms them", async () => {
    broker.commands = [7, Command.Interval_s, 300, Command.LampTest, 1, Command.Restart, 1];
    const kit = await startKit();
    kit.set(sampleAt(0));
    await runReadings(1);
    await clock.run(clock.now() + 120_000);
    broker.commands = [8, Command.Interval_s, 60];
    await clock.run(clock.now() + 700_000);
    const told = broker.reports.map(({ configuration, groups, events }) => ({
      configuration,
      events: events.length / 3,
      times_s: groups.flatMap(({ boot, rows }) => rows.map((row) => `${boot}: ${row[Column.Time]}`)),
    }));
    expect(told.slice(0, 5)).toEqual([
      { configuration: 0, events: 0, times_s: ["1: 600"] },
      // the lamp test is a reading of its own; then the kit starts anew, and tells of it from flash
      { configuration: 7, events: 0, times_s: [expect.stringMatching(/^1: 66\d$/)] },
      { configuration: 7, events: 0, times_s: ["2: 300"] },
      // a minute is out of bounds: it goes on as before, and says so
      { configuration: 7, events: 1, times_s: [] },
      { configuration: 7, events: 0, times_s: ["2: 600"] },
    ]);
  });

  it("sends again what was not acknowledged, and frees nothing before", async () => {
    broker.answers = false;
    const kit = await startKit({ interval_s: 86_400 });
    kit.set(sampleAt(0));
    await clock.run(clock.now() + 86_400_000 + 50_000);
    broker.answers = true;
    await clock.run(clock.now() + 120_000);
    const sequences = broker.reports.map((report) => report.groups[0]?.rows[0]?.[Column.Sequence]);
    expect(sequences.length).toBeGreaterThan(1);
    expect(new Set(sequences)).toEqual(new Set([0]));
    expect(new Set(broker.reports.map((report) => report.report)).size).toBe(broker.reports.length);
  }, 20_000);

  it("says nothing to a server that refuses its password, and keeps trying", async () => {
    const lines: string[] = [];
    await startKit({ secret: "wrong", onLog: (line) => lines.push(line) });
    await runReadings(1);
    await clock.run(clock.now() + 600_000);
    expect(broker.reports).toEqual([]);
    expect(lines.filter((line) => line.includes("uplink: refused")).length).toBeGreaterThan(2);
    expect(lines.join("\n")).not.toContain(Buffer.from("wrong").toString("hex"));
  });

  it.each([
    ["hangs up at once", (socket: net.Socket) => socket.destroy()],
    ["accepts and hangs up in one breath", (socket: net.Socket) => socket.end(ACCEPTED)],
    ["refuses and hangs up in one breath", (socket: net.Socket) => socket.end(REFUSED)],
    ["accepts, and breaks off", (socket: net.Socket) => afterWelcome(socket, () => socket.destroy())],
    ["accepts, and resets", (socket: net.Socket) => afterWelcome(socket, () => socket.resetAndDestroy())],
    ["answers with noise", (socket: net.Socket) => socket.end(Buffer.alloc(400, 0xff))],
    ["answers with half a packet", (socket: net.Socket) => socket.end(Buffer.from([0x30, 0x7f, 0, 4, 107]))],
  ])("loses nothing to a server that %s", async (_name, behave) => {
    const rude = net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.resume();
      behave(socket);
    });
    await broker.stop();
    await new Promise<void>((resolve) => rude.listen(port, "127.0.0.1", resolve));
    const panics: number[] = [];
    const lines: string[] = [];
    const kit = await startKit({ onPanic: (code) => panics.push(code), onLog: (line) => lines.push(line) });
    kit.set(sampleAt(0));
    await runReadings(3);
    await new Promise((resolve) => rude.close(resolve));
    await broker.start(port);
    // it waits longer after each connection that brought nothing, up to an hour
    await clock.run(clock.now() + 1_200_000);
    expect(lines.filter((line) => line.startsWith("!"))).toEqual([]);
    expect(panics).toEqual([]);
    const times_s = broker.rows().map((row) => row[Column.Time] as number);
    expect(times_s.slice(0, 3).toSorted((a, b) => a - b)).toEqual([600, 1200, 1800]);
  });

  it("leaves no timer, socket or listener", async () => {
    const before = resources();
    await broker.stop();
    const kit = await startKit();
    await clock.run(clock.now() + INTERVAL_s * 1000 + 700);
    kit.stop();
    expect(clock.pending()).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(resources()).toBeLessThanOrEqual(before);
  });

  it("runs on the clock on the wall too", async () => {
    const wall: Clock = new RealClock();
    const kit = await startKit({ clock: wall, interval_s: 1 });
    kit.set(sampleAt(0));
    await expect.poll(() => broker.rows().length, { timeout: 8000 }).toBeGreaterThanOrEqual(2);
    expect(broker.rows()[1]?.[Column.BatteryVoltage_mV]).toBe(12870);
  }, 10_000);
});
