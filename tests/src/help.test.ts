import type { KitDetail } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectAndListen } from "./harness/mqttKit";
import { startService, type TestService } from "./harness/service";
import { said, yeelen, yeelenJson } from "./harness/yeelen";

const DAY_ms = 24 * 3600_000;
const MINUTE_ms = 60_000;

let service: TestService;
let kit: Awaited<ReturnType<typeof connectAndListen>>;
let now_ms: number;
let sequence: number;

beforeEach(async () => {
  now_ms = Date.UTC(2026, 10, 23, 6);
  sequence = 0;
  service = await startService({}, () => now_ms);
  kit = await connectAndListen(service.port, service.addKit("kit-a", { site: "Gao" }));
});
afterEach(async () => {
  await kit.stop();
  await service.stop();
});

/** The kit reports a reading and presses at these uptimes, and the revision that it applies. Returns what it is told. */
async function reports(configuration: number, presses_s: number[] = [], boot = 1) {
  sequence += 1;
  now_ms += MINUTE_ms;
  const ack = await kit.send({
    version: "1.0",
    configuration,
    uptime_s: sequence * 60,
    events: presses_s.map((uptime_s) => ({ kind: "help", boot, uptime_s })),
    boots: [{ boot: 1, readings: [{ sequence, uptime_s: sequence * 60 }] }],
  });
  return ack.commands;
}

const faults = async () => (await service.get("faults")).faults as Fault[];

describe("a household that holds the button", () => {
  it("is a fault at once, with the time of the press, until it is answered and the kit has shown the light", async () => {
    await reports(0, [30]);
    const [fault] = await faults();
    expect(fault).toEqual({
      kit: "kit-a",
      site: "Gao",
      kind: "help",
      part: "kit",
      severity: "critical",
      state: "raised",
      since: "2026-11-23T06:00:30.000Z",
      evidence: { presses: 1, latest: "2026-11-23T06:00:30.000Z", answered: null },
    });
    expect(await service.post("kits/kit-a/help/answer")).toEqual({ status: 200, revision: 1 });
    expect((await faults())[0]?.evidence.answered).toBe("2026-11-23T06:01:00.000Z");
    expect(await reports(0)).toEqual({ revision: 1, light: 2 });
    expect(await faults()).toHaveLength(1);
    expect(await reports(1)).toBeUndefined();
    expect(await faults()).toEqual([]);
    now_ms += 2 * DAY_ms;
    expect(await reports(1)).toEqual({ revision: 2, light: 0 });
    expect(((await service.get("kits/kit-a")).kit as KitDetail).events).toHaveLength(1);
  });

  it("is told once however often the press is sent, answered or not", async () => {
    for (let i = 0; i < 3; i++) await reports(0, [30]);
    expect((await faults())[0]?.evidence.presses).toBe(1);
    await service.post("kits/kit-a/help/answer");
    await reports(0, [30]);
    await reports(1, [30]);
    expect(await faults()).toEqual([]);
    await reports(1, [30]);
    expect(await faults()).toEqual([]);
  });

  it("that presses again is a fault again, and its answer is confirmed anew", async () => {
    await reports(0, [30, 40]);
    expect((await faults())[0]?.evidence).toMatchObject({ presses: 2, latest: "2026-11-23T06:00:40.000Z" });
    await service.post("kits/kit-a/help/answer");
    await reports(0);
    await reports(1, [150]);
    expect((await faults())[0]?.evidence).toMatchObject({ presses: 1, answered: null });
    await service.post("kits/kit-a/help/answer");
    expect(await reports(1)).toEqual({ revision: 2, light: 2 });
    await reports(2);
    expect(await faults()).toEqual([]);
  });

  it("before the kit lost power is placed once a report says when that was", async () => {
    await reports(0, [30], 0);
    expect((await faults())[0]?.since).toBe("2026-11-23T06:01:00.000Z");
    const readings = [{ sequence: 0, uptime_s: 60 }];
    const anchor = { uptime_s: 60, serverTime_s: Date.UTC(2026, 10, 23, 5) / 1000 };
    await kit.send({
      version: "1.0",
      boots: [
        { boot: 0, anchor, readings },
        { boot: 1, readings: [{ sequence: 101, uptime_s: 1 }] },
      ],
    });
    expect((await faults())[0]?.since).toBe("2026-11-23T04:59:30.000Z");
  });

  it("is heard without boot and uptime too: one call for as long as it is open", async () => {
    const call = { version: "1.0", events: [{ kind: "help" }], readings: [{ sequence: 1, uptime_s: 1 }] };
    for (let i = 0; i < 2; i++) await kit.send(call);
    expect((await faults())[0]?.evidence.presses).toBe(1);
    await service.post("kits/kit-a/help/close");
    expect(await faults()).toEqual([]);
    await kit.send(call);
    expect(await faults()).toHaveLength(1);
  });

  it("is closed by hand where the kit does not answer any more; its light is not touched", async () => {
    await reports(0, [30, 40]);
    expect(await service.post("kits/kit-a/help/close")).toEqual({ status: 200, closed: 2 });
    expect(await faults()).toEqual([]);
    expect(await reports(0)).toBeUndefined();
    expect((await service.post("kits/kit-a/help/close")).status).toBe(409);
  });

  it("is not forgotten over a restart of the service", async () => {
    await reports(0, [30]);
    await service.post("kits/kit-a/help/answer");
    await kit.stop();
    service = await service.restart();
    kit = await connectAndListen(service.port, service.addKit("kit-b"));
    expect(await faults()).toMatchObject([{ kit: "kit-a", evidence: { answered: "2026-11-23T06:01:00.000Z" } }]);
  });

  it("stands first in  yeelen faults,  and is answered there", async () => {
    await reports(0, [30]);
    const at = ["--data", service.data];
    const stdout = await said(["faults", ...at]);
    expect(stdout).toMatch(/critical +kit-a +Gao +kit +help +raised +2026-11-23 06:00 +presses 1/);
    expect(await said(["faults", "answer", "kit-a", ...at])).toMatch(/^Answered: kit-a/);
    expect(await reports(0)).toEqual({ revision: 1, light: 2 });
  });

  it("is closed with  yeelen faults close,  once", async () => {
    await reports(0, [30]);
    const close = ["faults", "close", "kit-a", "--data", service.data];
    expect(await yeelenJson(close)).toEqual({ kit: "kit-a", pending: null });
    expect(await faults()).toEqual([]);
    const again = await yeelen(close);
    expect([again.status, again.stderr]).toEqual([1, "yeelen: kit kit-a does not call for help\n"]);
  });
});
