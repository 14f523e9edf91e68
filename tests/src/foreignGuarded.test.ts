import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceStatus } from "@yeelen/shared/answers";
import { Aedes } from "aedes";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportBytes, reportOf } from "./foreign/reports";
import { journalled } from "./harness/journalled";
import { connect, connectAndListen } from "./harness/mqttKit";
import { type RegisteredKit, startService, type TestService } from "./harness/service";
import { freePort } from "yeelen/servers/freePort";
import { type Mosquitto, startMosquitto } from "yeelen/servers/mosquitto";
import { find } from "yeelen/servers/programs";
import { describeWith } from "./servers/programs";

const docs = readFileSync(new URL("../../docs/external-broker.md", import.meta.url), "utf8");
const [documentedConfig = "", documentedAccess = ""] = [...docs.matchAll(/```conf\n(.*?)```/gs)].map(
  ([, text]) => text,
);

let broker: Mosquitto | undefined;
let service: TestService | undefined;
let directory: string;
const clients: MqttClient[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-foreign-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  await service?.stop();
  await broker?.stop();
  broker = undefined;
  service = undefined;
  rmSync(directory, { recursive: true, force: true });
});

const brokerStatus = async () => ((await service?.get("status")) as unknown as ServiceStatus | undefined)?.broker;
const untilConnected = async () =>
  await expect.poll(async () => (await brokerStatus())?.connected, { timeout: 20_000 }).toBe(true);

describeWith(["mosquitto", "mosquitto_passwd"], "Mosquitto as the documentation sets it up", () => {
  const passwords = () => join(directory, "passwords");
  const setPassword = (user: string, password: string) =>
    execFileSync(find("mosquitto_passwd") as string, ["-b", passwords(), user, password]);

  beforeEach(async () => {
    writeFileSync(passwords(), "");
    const access = join(directory, "access");
    writeFileSync(access, documentedAccess);
    // the test's own server says where to listen and lets everybody in, which the documented lines take back
    const config = documentedConfig
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("listener"))
      .map((line) => line.replace(/^password_file .*/, `password_file ${passwords()}`))
      .map((line) => line.replace(/^acl_file .*/, `acl_file ${access}`));
    for (const file of [passwords(), access]) chmodSync(file, 0o644);
    setPassword("yeelen", "good");
    broker = await startMosquitto({ config });
    service = await startService({
      "broker.url": broker.url,
      "broker.username": "yeelen",
      "broker.password": "good",
    });
  });

  it("serves kits that sign in there with their own secret, and lets none speak for another", async () => {
    const port = broker?.port as number;
    const [kit, other] = ["kit-1", "kit-2"].map((id) => service?.addKit(id)) as [RegisteredKit, RegisteredKit];
    for (const { id, secret } of [kit, other]) setPassword(id, secret);
    process.kill(broker?.pid as number, "SIGHUP");
    await untilConnected();
    const canConnect = async () => {
      const client = await connect(port, other).catch(() => undefined);
      await client?.endAsync(true);
      return client !== undefined;
    };
    await expect.poll(canConnect).toBe(true);

    // Mosquitto 2.0.11 disconnects who publishes what he may not, where max_queued_messages is 0
    for (const topic of ["kits/kit-1/report/json", "kits/kit-1/ack"]) {
      const thief = await connect(port, other);
      thief.publish(topic, reportBytes("json", 7), { qos: 1 });
      await sleep(200);
      await thief.endAsync(true);
    }
    const spy = await connect(port, other);
    clients.push(spy);
    const overheard: string[] = [];
    spy.on("message", (topic) => overheard.push(topic));
    await spy.subscribeAsync("#");

    const sender = await connectAndListen(port, kit);
    clients.push(sender.client);
    expect(await sender.send(reportOf(1))).toMatchObject({ accepted: [[1, 1]] });
    expect(await sender.sendBinary(reportBytes("binary", 2))).toMatchObject({ accepted: [2, 2] });
    expect([...journalled(service?.data as string).keys()]).toEqual(["kit-1 1 1", "kit-1 1 2"]);
    expect(overheard).toEqual([]);
    expect(documentedConfig).toContain("allow_anonymous false");
    await expect(connect(port, { id: "kit-1", secret: "wrong" })).rejects.toThrow("Not authorized");
  });

  it("says that its password is wrong, and comes in once it is right", async () => {
    await untilConnected();
    setPassword("yeelen", "another");
    process.kill(broker?.pid as number, "SIGHUP");
    await broker?.restart();
    await expect
      .poll(async () => (await brokerStatus())?.error, { timeout: 10_000 })
      .toBe("Connection refused: Not authorized");
    setPassword("yeelen", "good");
    process.kill(broker?.pid as number, "SIGHUP");
    await untilConnected();
    const lines = service?.log.filter(({ msg }) => String(msg).startsWith("external broker")) ?? [];
    expect(lines.map(({ msg }) => msg)).toEqual([
      "external broker: connected",
      "external broker: not connected",
      "external broker: connected",
    ]);
    expect(JSON.stringify(service?.log)).not.toContain('"good"');
  });
});

describeWith(["mosquitto", "openssl"], "Mosquitto with TLS", () => {
  const path = (name: string) => join(directory, name);
  const openssl = (...args: string[]) =>
    execFileSync(find("openssl") as string, args, { cwd: directory, stdio: "ignore" });

  const startTls = async (ca: string) => {
    for (const name of ["right", "wrong"]) {
      openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        `/CN=${name}`,
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.pem`,
      );
    }
    for (const name of ["right.key", "right.pem"]) chmodSync(path(name), 0o644);
    chmodSync(directory, 0o755);
    const tlsPort = await freePort();
    broker = await startMosquitto({
      config: [`listener ${tlsPort} 127.0.0.1`, `certfile ${path("right.pem")}`, `keyfile ${path("right.key")}`],
    });
    service = await startService({ "broker.url": `mqtts://127.0.0.1:${tlsPort}`, "broker.ca": path(ca) });
  };

  it("is spoken to where its certificate is signed by the authority that was named", async () => {
    await startTls("right.pem");
    await untilConnected();
    const sender = await connectAndListen(broker?.port as number, service?.addKit("kit-1") as RegisteredKit);
    clients.push(sender.client);
    expect(await sender.send(reportOf(1))).toMatchObject({ accepted: [[1, 1]] });
  });

  it("is not spoken to where it is signed by another", async () => {
    await startTls("wrong.pem");
    await expect.poll(async () => (await brokerStatus())?.error, { timeout: 10_000 }).toMatch(/SELF_SIGNED|VERIFY/);
    expect((await brokerStatus())?.connected).toBe(false);
  });
});

describe("a broker that will not do", () => {
  let aedes: Aedes;
  let server: Server;
  beforeEach(async () => {
    aedes = await Aedes.createBroker({ authorizeSubscribe: (_client, _subscription, done) => done(null, null) });
    server = createServer((socket) => aedes.handle(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    server.close();
  });

  it.each([
    ["refuses the subscription", "3.1.1", "the broker refuses the subscription to the reports of kits"],
    ["speaks no MQTT 5", "5", "set broker.version (BROKER_VERSION) to 3.1.1"],
  ])("because it %s is named as such", async (_, version, error) => {
    const { port } = server.address() as AddressInfo;
    service = await startService({ "broker.url": `mqtt://127.0.0.1:${port}`, "broker.version": version });
    await expect.poll(async () => (await brokerStatus())?.error).toContain(error);
    // the attempts go on; the log has told it
    const told = () => service?.log.filter(({ msg }) => msg === "external broker: not connected").length;
    await sleep(1500);
    expect(told()).toBe(1);
  });
});

it("a file of authorities that is missing keeps the service from starting, and says why", async () => {
  const settings = { "broker.url": "mqtts://127.0.0.1:1", "broker.ca": join(directory, "none.pem") };
  await expect(startService(settings)).rejects.toThrow(/broker\.ca \(BROKER_CA\): .*none\.pem/);
});

/** A small disk in memory, or why there is none. */
function mountSmallDisk(): { path: string; unmount: () => void } | undefined {
  const path = mkdtempSync(join(tmpdir(), "yeelen-small-"));
  try {
    execFileSync(find("mount") as string, ["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", path], {
      stdio: "ignore",
    });
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
  return {
    path,
    unmount: () => {
      execFileSync(find("umount") as string, ["-l", path]);
      rmSync(path, { recursive: true });
    },
  };
}

describeWith(["mosquitto"], "a journal whose disk is full", () => {
  it("acknowledges nothing to the broker, which sends it again once there is room", async ({ skip }) => {
    const disk = mountSmallDisk();
    if (!disk) return skip("no right to mount a tmpfs");
    try {
      const data = join(disk.path, "data");
      mkdirSync(data, { mode: 0o700 });
      broker = await startMosquitto();
      service = await startService({ "broker.url": broker.url, data });
      const kit = service.addKit("kit-1");
      await untilConnected();
      const publisher = await mqtt.connectAsync(broker.url);
      clients.push(publisher);
      const heard = await connectAndListen(broker.port, kit);
      clients.push(heard.client);
      const answers: string[] = [];
      heard.client.on("message", (_topic, payload) => answers.push(payload.toString()));

      const filler = join(disk.path, "filler");
      fillUp(filler);
      const lines = (text: string) => service?.log.filter(({ msg }) => String(msg).includes(text)).length;
      const COUNT = 40;
      for (let i = 1; i <= COUNT; i++) {
        await publisher.publishAsync("kits/kit-1/report/json", reportBytes("json", i), { qos: 1 });
      }
      await expect.poll(() => lines("external broker: reports cannot be committed"), { timeout: 10_000 }).toBe(1);
      await expect
        .poll(async () => (await brokerStatus())?.error, { timeout: 10_000 })
        .toContain("could not be committed");
      const before = answers.length;
      expect(before).toBeLessThan(COUNT);

      rmSync(filler);
      await expect.poll(() => journalled(data).size, { timeout: 25_000 }).toBe(COUNT);
      await expect.poll(() => answers.length, { timeout: 5000 }).toBeGreaterThanOrEqual(COUNT);
      expect(lines("external broker: reports cannot be committed")).toBe(1);
      expect(lines("external broker: reports are committed again")).toBe(1);
      expect(lines("external broker: not connected")).toBe(1);
      await service.service.stop();
    } finally {
      try {
        await service?.stop();
      } finally {
        service = undefined;
        disk.unmount();
      }
    }
    return undefined;
  }, 60_000);
});

function fillUp(file: string): void {
  const chunk = Buffer.alloc(4096);
  for (;;) {
    try {
      writeFileSync(file, chunk, { flag: "a" });
    } catch {
      return;
    }
  }
}
