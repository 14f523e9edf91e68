import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { firmwareBytecode } from "./bytecode";
import { FirmwareKit } from "./firmwareKit";
import { TestBroker } from "./testBroker";
import { VirtualClock } from "./virtualClock";

const START_ms = Date.UTC(2026, 0, 1);
const LOOK_ms = 50;
/** Full, at rest, everything on: all is well. */
const WELL = { batteryVoltage_mV: 13_200, batteryCurrent_mA: -100, lamp1Commanded_pct: 0, lamp1Current_mA: 0 };

let bytecode: Uint8Array;
let broker: TestBroker;
let clock: VirtualClock;
let kit: FirmwareKit;

beforeAll(() => {
  bytecode = firmwareBytecode();
}, 60_000);

beforeEach(async () => {
  broker = new TestBroker();
  clock = new VirtualClock(START_ms);
  kit = new FirmwareKit({
    kitId: "kit-1",
    secret: "secret",
    host: "127.0.0.1",
    port: await broker.start(),
    interval_s: 600,
    clock,
    bytecode,
    flash: { content: new Uint8Array(0) },
  });
});

afterEach(async () => {
  kit.stop();
  await broker.stop();
});

/** Runs for a while and tells what the light did: a dot for a short flash, a dash for a long one, = for a steady light. */
async function watch(duration_ms: number): Promise<string> {
  let seen = "";
  let lit_ms = 0;
  const end_ms = clock.now() + duration_ms;
  while (clock.now() < end_ms) {
    await clock.run(clock.now() + LOOK_ms);
    if (kit.statusLight() > 0) lit_ms += LOOK_ms;
    else if (lit_ms > 0) {
      seen += flash(lit_ms);
      lit_ms = 0;
    }
  }
  return seen;
}

/** A machine that idles wakes every 100 ms, so a flash may last a little longer than it should. */
function flash(lit_ms: number): string {
  if (lit_ms < 500) return ".";
  return lit_ms < 1300 ? "-" : "=";
}

describe("the light and the button of a kit", () => {
  it("shows nothing by itself while all is well, and says so when it is asked", async () => {
    kit.set(WELL);
    await kit.start();
    expect(await watch(60_000)).toBe("");
    kit.press(200);
    expect(await watch(30_000)).toBe("-");
    kit.press(2000);
    expect(await watch(30_000)).toBe("");
  });

  it("shows that it is charging only when it is asked, an alert by itself", async () => {
    kit.set({ ...WELL, batteryCurrent_mA: 2000 });
    await kit.start();
    expect(await watch(65_000)).toBe("");
    kit.press(500);
    expect(await watch(5000)).toBe("--");
    // a lamp without current at two readings
    kit.set({ ...WELL, lamp1Commanded_pct: 100 });
    await clock.run(START_ms + 1_205_000);
    // twice, with its pause of 20 s
    expect(await watch(44_000)).toBe("......");
  });

  it("hears a call for help while the button is held, then waits for an answer", async () => {
    kit.set(WELL);
    await kit.start();
    await clock.run(START_ms + 30_000);
    kit.press(5000);
    expect(await watch(2900)).toBe("");
    await watch(500);
    expect(kit.statusLight()).toBe(1);
    expect(await watch(10_000)).toBe("=");
    expect(await watch(20_000)).toBe(".-");
    expect(await watch(22_000)).toBe(".-");
  });

  it("hears it in the middle of another signal", async () => {
    kit.set(WELL);
    await kit.start();
    await clock.run(START_ms + 30_000);
    kit.press(200);
    await clock.run(clock.now() + 300);
    kit.press(3100);
    expect(await watch(9000)).toBe("-=");
  });

  it("counts a stuck button once", async () => {
    kit.set(WELL);
    await kit.start();
    await clock.run(START_ms + 30_000);
    kit.press(3_600_000);
    expect(await watch(70_000)).toBe("=.-.-");
  });
});
