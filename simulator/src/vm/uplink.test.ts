import net from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Reach } from "../link/reach";
import { firmwareBytecode } from "./bytecode";
import { FirmwareKit, type FirmwareKitOptions } from "./firmwareKit";
import { TestBroker } from "./testBroker";
import { compileProgram } from "./testProgram";
import { VirtualClock } from "./virtualClock";

const INTERVAL_s = 600;
const HOUR_s = 3600;

let firmware: Uint8Array;
let broker: TestBroker;
let clock: VirtualClock;
let port: number;
let kit: FirmwareKit | undefined;
let reach: Reach;

beforeAll(() => {
  firmware = firmwareBytecode();
}, 60_000);

beforeEach(async () => {
  broker = new TestBroker();
  clock = new VirtualClock(0);
  port = await broker.start();
  reach = "acknowledged";
});

afterEach(async () => {
  kit?.stop();
  await broker.stop();
});

async function startKit(changes: Partial<FirmwareKitOptions> = {}): Promise<FirmwareKit> {
  kit = new FirmwareKit({
    kitId: "kit-1",
    secret: "secret",
    host: "127.0.0.1",
    port,
    interval_s: INTERVAL_s,
    upload_s: 6 * HOUR_s,
    clock,
    bytecode: firmware,
    flash: { content: new Uint8Array(0) },
    reach: () => reach,
    ...changes,
  });
  await kit.start();
  kit.set({ batteryVoltage_mV: 12_870, wifiRssi_dBm: -71 });
  return kit;
}

const runUntil = (uptime_s: number) => clock.run(uptime_s * 1000);

describe("a kit that looks for its hotspot", () => {
  it.each([0, 7, 13, 19, 24])("reports within 30 s of its appearing (%i s behind the minute)", async (behind_s) => {
    reach = "no-hotspot";
    await startKit();
    const appears_s = INTERVAL_s + 180 + behind_s;
    await runUntil(appears_s);
    reach = "acknowledged";
    await runUntil(appears_s + 30);
    expect(broker.reports.map(({ wifiRssi_dBm }) => wifiRssi_dBm)).toEqual([-71]);
  });

  it("tells with its next report how far it came before", async () => {
    // longer than any pause between two attempts in it
    const PHASE_s = 1800;
    const stages: [Reach, number][] = [
      ["no-hotspot", 0],
      ["joined", 2],
      ["accepted", 5],
      ["no-hotspot", 0],
    ];
    await startKit();
    let uptime_s = INTERVAL_s;
    for (const [least] of stages) {
      reach = least;
      uptime_s += PHASE_s;
      await runUntil(uptime_s);
    }
    reach = "acknowledged";
    await runUntil(uptime_s + 60);
    const [report] = broker.reports;
    const spans = Array.from({ length: 4 }, (_, i) => report?.attempts.slice(5 * i, 5 * i + 5) ?? []);
    expect(spans.map(([boot, stage]) => [boot, stage])).toEqual(stages.map(([, stage]) => [1, stage]));
    for (const [i, [, , first_s = 0, last_s = 0, count = 0]] of spans.entries()) {
      expect(first_s).toBeGreaterThanOrEqual(INTERVAL_s + PHASE_s * i);
      expect(last_s).toBeGreaterThan(first_s);
      // what was under way when the network changed comes a little later
      expect(last_s).toBeLessThanOrEqual(INTERVAL_s + PHASE_s * (i + 1) + 35);
      expect(count).toBeGreaterThan(3);
    }
    await runUntil(uptime_s + 6 * HOUR_s);
    expect(broker.reports.length).toBeGreaterThan(1);
    expect(broker.reports.slice(1).flatMap(({ attempts }) => attempts)).toEqual([]);
  });

  it("has its radio on for a tenth of the time at most while it looks", async () => {
    reach = "no-hotspot";
    const started = await startKit();
    await runUntil(INTERVAL_s - 1);
    const before_ms = started.radioOn_ms();
    await runUntil(INTERVAL_s + HOUR_s);
    const share = (started.radioOn_ms() - before_ms) / (HOUR_s * 1000);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.1);
  });

  it("has its radio off between uploads", async () => {
    const started = await startKit();
    for (const [upload, mark_s] of [INTERVAL_s, 6 * HOUR_s, 12 * HOUR_s].entries()) {
      await runUntil(mark_s + 120);
      expect(broker.reports.length).toBeGreaterThan(upload);
      const on_ms = started.radioOn_ms();
      await runUntil((upload + 1) * 6 * HOUR_s - 1);
      expect(started.radioOn_ms()).toBe(on_ms);
    }
  });
});

describe("a server that sends what is no answer", () => {
  it.each([
    ["more noise than any answer has bytes", Buffer.alloc(6000, 0xff)],
    ["a message that never ends", Buffer.concat([Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(6000)])],
  ])("%s: the kit hangs up, and reports again to one that does", async (_, bytes) => {
    let hungUp = 0;
    const rude = net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("close", () => (hungUp += 1));
      socket.once("data", () => socket.write(bytes));
    });
    await broker.stop();
    await new Promise<void>((resolve) => rude.listen(port, "127.0.0.1", resolve));
    await startKit();
    await runUntil(INTERVAL_s + 30);
    expect(hungUp).toBe(1);
    await new Promise((resolve) => rude.close(resolve));
    await broker.start(port);
    await runUntil(INTERVAL_s + 200);
    expect(broker.reports.length).toBe(1);
  });
});

describe("an attempt to connect", () => {
  /** The firmware's uplink with a kit that always wants to send, and tells how far each attempt came. */
  let program: Uint8Array;

  beforeAll(() => {
    program = compileProgram(
      "stages",
      `import type { Kit } from "firmware/src/kit/kit";
      import { ignoreBus } from "firmware/src/board/quiet";
      import { readSetup } from "firmware/src/board/setup";
      import { uptime_s } from "firmware/src/board/uptime";
      import { Uplink } from "firmware/src/uplink/uplink";
      ignoreBus();
      const kit = {
        due: () => uptime_s() < 10,
        nextReport: () => Buffer.from("010000", "hex"),
        receive: () => {},
        disconnected: () => {},
        held: () => 0,
        nextSequence: () => 0,
        attempted: (stage: number) => console.log("stage " + stage),
      };
      const uplink = new Uplink(kit as unknown as Kit, await readSetup());
      uplink.start();`,
    );
  }, 30_000);

  it.each<[Reach, number]>([
    ["no-hotspot", 0],
    ["hotspot", 1],
    ["joined", 2],
    ["resolved", 3],
    ["connected", 4],
    ["accepted", 5],
  ])("over a network that lets it come to %s is of stage %i", async (least, stage) => {
    reach = least;
    const lines: string[] = [];
    await startKit({ bytecode: program, onLog: (line) => lines.push(line) });
    await runUntil(60);
    expect(lines.filter((line) => line.startsWith("> stage"))).toEqual([`> stage ${stage}`]);
    expect(broker.reports).toEqual([]);
  });

  it.each([
    ["whose server is not there", { port: 1 }, 3],
    ["whose server does not know its password", { secret: "wrong" }, 4],
    ["whose server speaks no TLS", { tls: true }, 4],
  ])("of a kit %s is of stage %3$d", async (_, changes, stage) => {
    const lines: string[] = [];
    await startKit({ bytecode: program, onLog: (line) => lines.push(line), ...changes });
    await runUntil(60);
    expect(lines.filter((line) => line.startsWith("> stage"))).toEqual([`> stage ${stage}`]);
  });
});
