import type { QuarantineView } from "@yeelen/shared/answers";
import type { KitView } from "@yeelen/shared/answers";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import vectors from "@yeelen/shared/wire/vectors" with { type: "json" };
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectAndListen } from "./harness/mqttKit";
import { startService, type TestService } from "./harness/service";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(async () => await service.stop());

const readingsOf = async (kit: string) =>
  ((await service.get("kits")).kits as KitView[]).find((view) => view.kit === kit)?.readings;
const quarantineOf = async (kit: string) =>
  ((await service.get("quarantine")).quarantine as QuarantineView[]).filter((entry) => entry.kit === kit);

const good = (sequence: number) => ({
  version: "1.0",
  report: 1000 + sequence,
  uptime_s: 5000,
  boots: [{ boot: 1, readings: [{ sequence, uptime_s: 4000, battery: { voltage_mV: 12_870 } }] }],
});
const withReading = (fields: object) => ({
  ...good(1),
  boots: [{ boot: 1, readings: [{ sequence: 1, uptime_s: 4000, ...fields }] }],
});

describe("a JSON report", () => {
  it("of the design is stored and acknowledged", async () => {
    const kit = await connectAndListen(service.port, service.addKit("design"));
    const report = vectors.reports.find(({ name }) => name === "a report with everything")?.report;
    const ack = await kit.send(report);
    expect(ack).toMatchObject({ version: "1.0", report: 812, accepted: [[101, 101]] });
    expect(Math.abs(ack.serverTime_s - Date.now() / 1000)).toBeLessThan(5);
    expect(await readingsOf("design")).toBe(1);
    await kit.stop();
  });

  it("needs no more than version, sequence and a time", async () => {
    const kit = await connectAndListen(service.port, service.addKit("least"));
    expect((await kit.send({ version: "1.0", readings: [{ sequence: 0, uptime_s: 5 }] })).accepted).toEqual([[0, 0]]);
    const withTime = { version: "1.0", readings: [{ sequence: 1, time: "2026-11-23T06:00:00Z" }] };
    expect((await kit.send(withTime)).accepted).toEqual([[1, 1]]);
    expect(await readingsOf("least")).toBe(2);
    await kit.stop();
  });

  it("that comes again is acknowledged again and counted once", async () => {
    const kit = await connectAndListen(service.port, service.addKit("again"));
    for (let i = 0; i < 3; i++) expect((await kit.send(good(7))).accepted).toEqual([[7, 7]]);
    expect(await readingsOf("again")).toBe(1);
    await kit.stop();
  });

  const deep = `{"version":"1.0","readings":${"[".repeat(5000)}${"]".repeat(5000)}}`;
  it.each<[string, unknown, string, RegExp]>([
    ["not JSON", "{ nonsense", "undecodable", /not JSON/],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0xfe]), "undecodable", /not JSON/],
    ["empty", "", "undecodable", /not JSON/],
    ["null", "null", "invalid-field", /report/],
    ["a list", "[]", "invalid-field", /report/],
    ["deeply nested", deep, "invalid-field", /readings/],
    ["without a version", { readings: [] }, "invalid-field", /version/],
    ["of another major version", { ...good(1), version: "2.0" }, "unknown-version", /2\.0/],
    ["with an unknown field", { ...good(1), colour: "red" }, "unknown-field", /colour/],
    [
      "with an unknown field in a reading",
      withReading({ humidity_pct: 3 }),
      "unknown-field",
      /boots\.0\.readings\.0\.humidity_pct/,
    ],
    ["with a phone number", { ...good(1), phone: "+22370000000" }, "identity-field", /phone/],
    ["with a phone number in a reading", withReading({ phoneNumber: 70000000 }), "identity-field", /phoneNumber/],
    ["with a name", { ...good(1), householdName: "x" }, "identity-field", /householdName/],
    ["with a position", withReading({ latitude: 14.5 }), "identity-field", /latitude/],
    ["with text for a number", withReading({ battery: { voltage_mV: "12870" } }), "invalid-field", /voltage_mV/],
    ["with a fraction", withReading({ battery: { voltage_mV: 12870.5 } }), "invalid-field", /voltage_mV/],
    ["without a time", { version: "1.0", readings: [{ sequence: 1 }] }, "invalid-field", /time or uptime_s/],
    [
      "with a negative sequence",
      { version: "1.0", readings: [{ sequence: -1, uptime_s: 1 }] },
      "invalid-field",
      /sequence/,
    ],
    ["with a name for a firmware version", { ...good(1), firmware: "70 00 00 00" }, "invalid-field", /firmware/],
  ])("%s is refused, says why, and is not in the way of the next", async (name, report, reason, message) => {
    const id = `refused-${name.replaceAll(/\W+/g, "-")}`.slice(0, 32).replace(/-$/, "");
    const kit = await connectAndListen(service.port, service.addKit(id));
    const ack = await kit.send(report);
    expect(ack.refused?.reason).toBe(reason);
    expect(ack.refused?.message).toMatch(message);
    expect(ack.accepted).toBeUndefined();
    expect(await quarantineOf(id)).toMatchObject([{ reason }]);
    expect(await readingsOf(id)).toBe(0);
    expect((await kit.send(good(2))).accepted).toEqual([[2, 2]]);
    expect(await readingsOf(id)).toBe(1);
    await kit.stop();
  });

  it("with a field about a person leaves nothing of it behind, not even in quarantine", async () => {
    const kit = await connectAndListen(service.port, service.addKit("identity"));
    await kit.send({ ...good(1), phone: "+22370123456", "70123457": 1, battery_name: "Aminata" });
    const [entry] = await quarantineOf("identity");
    expect(entry).toMatchObject({ reason: "identity-field", content: "" });
    expect(JSON.stringify(entry)).not.toMatch(/7012345|Aminata/);
    await kit.stop();
  });

  it("of a newer minor version keeps what is known and counts the rest, but never takes identity", async () => {
    const kit = await connectAndListen(service.port, service.addKit("newer"));
    expect((await kit.send({ ...good(1), version: "1.7", tilt_deg: 15 })).accepted).toEqual([[1, 1]]);
    expect((await kit.send({ ...good(2), version: "1.7", imei: "1" })).refused?.reason).toBe("identity-field");
    expect(await readingsOf("newer")).toBe(1);
    await kit.stop();
  });
});

describe("a reading that cannot be true", () => {
  it.each<[string, object]>([
    ["300 V", { battery: { voltage_mV: 300_000 } }],
    ["200 %", { battery: { stateOfCharge_pct: 200 } }],
    ["a boiling battery", { battery: { temperature_degC: 300 } }],
    ["a lamp of 60 A", { lamps: [{ current_mA: 60_000 }] }],
    ["taken after it was sent", { uptime_s: 6000 }],
  ])("%s: quarantined and acknowledged, its neighbours are stored", async (name, fields) => {
    const id = `implausible-${name.replaceAll(/\W+/g, "-")}`.slice(0, 32);
    const kit = await connectAndListen(service.port, service.addKit(id));
    const readings = [
      { sequence: 0, uptime_s: 1 },
      { sequence: 1, uptime_s: 2, ...fields },
      { sequence: 2, uptime_s: 3 },
    ];
    const ack = await kit.send({ version: "1.0", report: 3, uptime_s: 5000, boots: [{ boot: 1, readings }] });
    expect(ack).toMatchObject({ report: 3, accepted: [[0, 2]] });
    expect(await readingsOf(id)).toBe(2);
    const entries = await quarantineOf(id);
    expect(entries).toMatchObject([{ reason: "implausible", detail: expect.stringContaining("sequence 1") }]);
    expect(Buffer.from(entries[0]?.content ?? "", "base64").toString()).toContain('"sequence":1');
    await kit.stop();
  });

  it.each<[string, string]>([
    ["far in the future", "2031-01-01T00:00:00Z"],
    ["before there were kits", "1970-01-02T00:00:00Z"],
    ["at the end of time", "9999-12-31T23:59:59Z"],
  ])("a time %s", async (name, time) => {
    const id = `time-${name.replaceAll(/\W+/g, "-")}`.slice(0, 32);
    const kit = await connectAndListen(service.port, service.addKit(id));
    expect((await kit.send({ version: "1.0", readings: [{ sequence: 0, time }] })).accepted).toEqual([[0, 0]]);
    expect(await readingsOf(id)).toBe(0);
    expect(await quarantineOf(id)).toMatchObject([{ reason: "implausible" }]);
    await kit.stop();
  });

  it("the same sequence with another content is a conflict: the first stays", async () => {
    const kit = await connectAndListen(service.port, service.addKit("conflict"));
    await kit.send(good(1));
    const ack = await kit.send(withReading({ battery: { voltage_mV: 11_111 } }));
    expect(ack.accepted).toEqual([[1, 1]]);
    expect(await readingsOf("conflict")).toBe(1);
    expect(await quarantineOf("conflict")).toMatchObject([{ reason: "conflict" }]);
    await kit.stop();
  });
});

describe("a binary report", () => {
  const bytes = Buffer.from(vectors.reports.find(({ name }) => name === "a report with everything")?.hex ?? "", "hex");

  it("is stored and acknowledged in its own form", async () => {
    const kit = await connectAndListen(service.port, service.addKit("binary"));
    expect(await kit.sendBinary(bytes)).toMatchObject({ report: 812, accepted: [101, 101], refused: "" });
    expect(await readingsOf("binary")).toBe(1);
    await kit.stop();
  });

  it.each<[string, Buffer, string]>([
    ["truncated", bytes.subarray(0, 60), "undecodable"],
    ["truncated between sections", bytes.subarray(0, -22), "undecodable"],
    ["of another major version", Buffer.from([9, ...bytes.subarray(1)]), "unknown-version"],
    ["of zeros", Buffer.alloc(500), "unknown-version"],
    ["empty", Buffer.alloc(0), "undecodable"],
  ])("%s is refused and not in the way of the next", async (name, broken, reason) => {
    const id = `binary-${name.replaceAll(/\W+/g, "-")}`.slice(0, 32);
    const kit = await connectAndListen(service.port, service.addKit(id));
    expect(await kit.sendBinary(broken)).toMatchObject({ report: NOT_MEASURED, refused: reason, accepted: [] });
    expect(await quarantineOf(id)).toMatchObject([
      { reason, bytes: broken.length, content: broken.toString("base64") },
    ]);
    expect(await kit.sendBinary(bytes)).toMatchObject({ accepted: [101, 101] });
    expect(await readingsOf(id)).toBe(1);
    await kit.stop();
  });
});
