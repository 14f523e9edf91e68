import type { Acknowledgement } from "@yeelen/shared/acknowledgement";
import type { CommandsView, KitDetail } from "@yeelen/shared/answers";
import vectors from "@yeelen/shared/wire/vectors" with { type: "json" };
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectAndListen } from "./harness/mqttKit";
import { type RegisteredKit, startService, type TestService } from "./harness/service";
import { yeelen, yeelenJson } from "./harness/yeelen";

const DAY_ms = 24 * 3600_000;

let service: TestService;
let registered: RegisteredKit;
let kit: Awaited<ReturnType<typeof connectAndListen>>;
let now_ms: number;
let sequence: number;

beforeEach(async () => {
  now_ms = Date.UTC(2026, 10, 23, 6);
  sequence = 0;
  service = await startService({}, () => now_ms);
  registered = service.addKit("kit-a");
  kit = await connectAndListen(service.port, registered);
});
afterEach(async () => {
  await kit.stop();
  await service.stop();
});

/** The kit reports a reading and the revision that it applies. Returns the commands that it is told. */
async function reports(configuration?: number, more: object = {}): Promise<Acknowledgement["commands"]> {
  sequence += 1;
  now_ms += 60_000;
  const readings = [{ sequence, uptime_s: sequence * 60 }];
  const ack = await kit.send({
    version: "1.0",
    uptime_s: sequence * 60,
    ...(configuration !== undefined && { configuration }),
    boots: [{ boot: 1, readings }],
    ...more,
  });
  expect(ack.accepted).toEqual([[sequence, sequence]]);
  return ack.commands;
}

const refusal = (uptime_s: number) => ({ events: [{ kind: "command-refused", boot: 1, uptime_s }] });
const wants = async (values: object) => (await service.post("kits/kit-a/commands", values)).revision;
const shown = async () => (await service.get("kits/kit-a")).kit as KitDetail;
const states = async () => (await shown()).commands.map(({ revision, state }) => `${revision} ${state}`);

describe("commands to a kit", () => {
  it("are told with every acknowledgement until a report confirms them", async () => {
    expect(await reports(0)).toBeUndefined();
    expect(await wants({ interval_s: 600, upload_s: 0 })).toBe(1);
    const told = { revision: 1, interval_s: 600, upload_s: 0 };
    expect(await reports(0)).toEqual(told);
    expect(await reports()).toEqual(told);
    expect(await states()).toEqual(["1 pending"]);
    expect(await reports(1)).toBeUndefined();
    expect((await shown()).commands).toEqual([
      {
        revision: 1,
        values: { interval_s: 600, upload_s: 0 },
        wanted: "2026-11-23T06:01:00.000Z",
        state: "confirmed",
        answered: "2026-11-23T06:04:00.000Z",
      },
    ] satisfies CommandsView[]);
    expect(await reports()).toBeUndefined();
  });

  it("survive the service", async () => {
    await wants({ light: 1 });
    await reports(0);
    await kit.stop();
    service = await service.restart();
    kit = await connectAndListen(service.port, registered);
    expect(await reports(0)).toEqual({ revision: 1, light: 1 });
    await reports(1);
    await kit.stop();
    service = await service.restart();
    kit = await connectAndListen(service.port, registered);
    expect(await reports(1)).toBeUndefined();
    expect(await wants({ lampTest: 1 })).toBe(2);
  });

  it("that last stand in every later revision; those that act once do not", async () => {
    await wants({ interval_s: 600, lampTest: 1 });
    expect(await reports(0)).toEqual({ revision: 1, interval_s: 600, lampTest: 1 });
    await wants({ dataSaving: 2, restart: 1 });
    expect(await reports(0)).toEqual({ revision: 2, interval_s: 600, dataSaving: 2, restart: 1 });
    expect(await reports(2)).toBeUndefined();
    await wants({ interval_s: 900 });
    expect(await reports(2)).toEqual({ revision: 3, interval_s: 900, dataSaving: 2 });
    expect(await states()).toEqual(["3 pending", "2 confirmed", "1 replaced"]);
  });

  it("that act once are not lost where another one comes before the kit could hear of them", async () => {
    await wants({ lampTest: 1 });
    await wants({ interval_s: 600 });
    expect(await reports(0)).toEqual({ revision: 2, interval_s: 600, lampTest: 1 });
  });

  it("that were refused are told no more, and later ones do without them; a refusal that comes again says nothing new", async () => {
    await wants({ interval_s: 600 });
    await reports(0);
    await reports(1);
    await wants({ upload_s: 60 });
    expect(await reports(1)).toMatchObject({ revision: 2 });
    expect(await reports(1, refusal(70))).toBeUndefined();
    expect(await reports(1)).toBeUndefined();
    expect((await shown()).events).toMatchObject([{ kind: "command-refused", time: "2026-11-23T06:01:10.000Z" }]);
    await wants({ light: 1 });
    expect(await reports(1)).toEqual({ revision: 3, interval_s: 600, light: 1 });
    expect(await reports(1, refusal(70))).toMatchObject({ revision: 3 });
    expect(await reports(3)).toBeUndefined();
    expect(await states()).toEqual(["3 confirmed", "2 refused", "1 confirmed"]);
  });

  it("that last are told again to a board that was swapped, those that act once are not", async () => {
    await wants({ interval_s: 600, restart: 1 });
    await reports(0);
    expect(await reports(1)).toBeUndefined();
    expect(await reports(0)).toEqual({ revision: 1, interval_s: 600 });
    expect(await states()).toEqual(["1 pending"]);
    expect(await reports(1)).toBeUndefined();
  });

  it.each<[string, number, number]>([
    ["a kit that hears of them for the first time", 4, 5],
    ["a kit that happens to apply the same number", 1, 2],
  ])("are numbered above those of another server: %s", async (_, foreign, revision) => {
    await wants({ interval_s: 600, restart: 1 });
    expect(await reports(foreign)).toEqual({ revision, interval_s: 600, restart: 1 });
    expect(await reports(revision)).toBeUndefined();
    expect(await reports(foreign + 10)).toEqual({ revision: foreign + 11, interval_s: 600 });
  });

  it("are not numbered above what no server counts to", async () => {
    await reports(0xffffffff);
    expect(await wants({ light: 1 })).toBe(1);
    expect(await reports(0xffffffff)).toEqual({ revision: 1, light: 1 });
  });

  it("to a kit that never says what it applies go on being told", async () => {
    await wants({ light: 1 });
    for (let i = 0; i < 3; i++) expect(await reports()).toEqual({ revision: 1, light: 1 });
  });

  it("go to one kit only, and not with a refusal", async () => {
    await wants({ light: 1 });
    const other = await connectAndListen(service.port, service.addKit("kit-b"));
    const report = { version: "1.0", readings: [{ sequence: 1, uptime_s: 1 }] };
    expect((await other.send(report)).commands).toBeUndefined();
    expect((await kit.send({ ...report, colour: 1 })).commands).toBeUndefined();
    await other.stop();
  });

  it("take the light that says “received” away two days after the kit had it", async () => {
    await wants({ light: 2, upload_s: 3600 });
    now_ms += 5 * DAY_ms;
    await reports(0);
    await reports(1);
    now_ms += DAY_ms;
    await wants({ interval_s: 600 });
    await reports(1);
    now_ms += DAY_ms - 5 * 60_000;
    expect(await reports(2)).toBeUndefined();
    now_ms += 5 * 60_000;
    expect(await reports(2)).toEqual({ revision: 3, light: 0, upload_s: 3600, interval_s: 600 });
    expect(await reports(3)).toBeUndefined();
  });
});

describe("over HTTP", () => {
  it.each<[string, string, unknown, Record<string, string>, number, RegExp]>([
    ["an unknown kit", "kits/kit-z/commands", { light: 1 }, {}, 404, /no kit kit-z/],
    [
      "a value out of bounds",
      "kits/kit-a/commands",
      { interval_s: 60 },
      {},
      400,
      /interval_s takes 300 to 3600 in steps of 60/,
    ],
    ["between two steps", "kits/kit-a/commands", { interval_s: 601 }, {}, 400, /steps of 60/],
    ["a fraction", "kits/kit-a/commands", { upload_s: 1.5 }, {}, 400, /upload_s/],
    ["an unknown command", "kits/kit-a/commands", { colour: 1 }, {}, 400, /colour/],
    ["nothing", "kits/kit-a/commands", {}, {}, 400, /nothing is asked for/],
    ["no JSON", "kits/kit-a/commands", "{", {}, 400, /JSON/],
    ["a form of another site's page", "kits/kit-a/commands", "{}", { "content-type": "text/plain" }, 415, /json/],
    [
      "a script of another site's page",
      "kits/kit-a/commands",
      { light: 1 },
      { origin: "http://evil.example" },
      403,
      /another site/,
    ],
    ["the same of today", "kits/kit-a/commands", { light: 1 }, { "sec-fetch-site": "cross-site" }, 403, /another site/],
    ["help that nobody called for", "kits/kit-a/help/answer", {}, {}, 409, /does not call for help/],
  ])("%s is turned away", async (_, path, body, headers, status, message) => {
    const answer = await service.post(path, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.error).toMatch(message);
    expect((await shown()).commands).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ["at its own address", { origin: "OWN" }],
    ["behind a proxy", { origin: "https://yeelen.example", "sec-fetch-site": "same-origin" }],
  ])("the page of the service itself is not: %s", async (_, headers) => {
    const sent = headers.origin === "OWN" ? { origin: service.url } : headers;
    expect((await service.post("kits/kit-a/commands", { light: 1 }, sent)).revision).toBe(1);
  });

  it("a kit that is not registered is not found", async () => {
    expect(await service.get("kits/kit-z")).toEqual({ error: "no kit kit-z is registered" });
  });
});

describe("yeelen kits configure", () => {
  it("takes durations and words, moves a kit, and shows what waits", async () => {
    const options = ["--interval", "10m", "--upload", "6h", "--data-saving", "2", "--disconnect-shift", "100mV"];
    const once = ["--light", "received", "--lamp-test", "--restart", "--site", "Gao"];
    const result = await yeelenJson<{ commands: CommandsView }>([
      "kits",
      "configure",
      "kit-a",
      "--data",
      service.data,
      ...options,
      ...once,
    ]);
    expect(result).toMatchObject({ kit: "kit-a", site: "Gao", commands: { revision: 1, state: "pending" } });
    expect(await reports(0)).toEqual({
      revision: 1,
      interval_s: 600,
      upload_s: 21_600,
      dataSaving: 2,
      disconnectShift_mV: 100,
      light: 2,
      lampTest: 1,
      restart: 1,
    });
    const list = await yeelen(["kits", "--data", service.data]);
    expect(list.stdout).toMatch(/kit-a +Gao .* interval 10m, upload 6h, data-saving 2, disconnect-shift 100mV/);
    await reports(1);
    const { stdout } = await yeelen(["kits", "show", "kit-a", "--data", service.data]);
    expect(stdout).toMatch(/kit-a at Gao/);
    expect(stdout).toMatch(/the kit applies revision 1/);
    expect(stdout).toMatch(/revision 1 of .*interval 10m, .*lamp-test, restart; confirmed 20/);
  });

  it("says the bounds of what it does not take, and asks for nothing", async () => {
    const options = ["--data", service.data, "--interval", "1m", "--restart"];
    const { status, stderr } = await yeelen(["kits", "configure", "kit-a", ...options]);
    expect([status, stderr]).toEqual([1, "yeelen: --interval takes 5m to 1h in steps of 1m\n"]);
    expect((await shown()).commands).toEqual([]);
  });

  it.each(["configure", "show"])("%s: a kit that is not registered", async (name) => {
    const options = name === "configure" ? ["--restart"] : [];
    const { status, stderr } = await yeelen(["kits", name, "kit-z", "--data", service.data, ...options]);
    expect([status, stderr]).toEqual([1, "yeelen: no kit kit-z is registered\n"]);
  });
});

it("yeelen kits show: the state of a kit, with the service running and without", async () => {
  const [hour, day] = [3600, 86_400];
  const battery = { voltage_mV: 12_100, stateOfCharge_pct: 34 };
  const off = [{ output: "usb1", reason: "low-battery" }];
  const readings = [0, 1, 5].map((number) => ({ sequence: number, uptime_s: day - hour + number * 600, battery, off }));
  await kit.send({
    version: "1.0",
    firmware: "0.1.0",
    wifiRssi_dBm: -61,
    uptime_s: day,
    events: [{ kind: "flash-worn", boot: 1, uptime_s: day - hour }],
    boots: [{ boot: 1, readings }],
  });
  const lines = [
    /^kit +kit-a at Mopti$/m,
    /^firmware +0\.1\.0, battery lifepo4-4s, time from the server$/m,
    /^last seen +2026-11-23 06:00, Wi-Fi -61 dBm$/m,
    /^newest +2026-11-23 05:50: battery 12\.1 V, charge 34 %, usb1 off \(low-battery\)$/m,
    /^readings +3, 1 gap$/m,
    /^commands +the kit never said which revision it applies$/m,
    /^events +2026-11-23 05:00 the memory of the kit does not keep what is written/m,
    /^reports +2026-11-23 06:00 3 readings, \d+ bytes$/m,
  ];
  const show = async () => (await yeelen(["kits", "show", "kit-a", "--data", service.data])).stdout;
  const running = await show();
  for (const line of lines) expect(running).toMatch(line);
  await kit.stop();
  await service.service.stop();
  expect(await show()).toBe(running);
});

it("a kit that speaks the binary form is told in the binary form", async () => {
  await wants({ upload_s: 3600, disconnectShift_mV: -100, restart: 1 });
  const bytes = Buffer.from(vectors.reports.find(({ name }) => name === "the least a kit can say")?.hex ?? "", "hex");
  const { commands } = await kit.sendBinary(bytes);
  expect(commands).toEqual([1, 1, 3600, 3, -100, 6, 1]);
});
