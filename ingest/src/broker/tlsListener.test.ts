import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectPlain, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Receiver } from "../intake/receiver";
import type { KitRegister } from "../journal/kits";
import { Broker } from "./broker";
import { hashSecret } from "./credentials";
import { Refusals } from "./refusals";
import { packetOf } from "./testClient";
import { TlsListener } from "./tlsListener";

const key = Buffer.alloc(32, 1);
const secret = "s".repeat(32);
const CONNACK = "20020000";
let directory: string;
const file = (name: string) => join(directory, name);

/** Makes `name.pem` and `name.key`, signed by itself or by another. */
function certify(name: string, signer?: string): void {
  const by = signer === undefined ? [] : ["-CA", file(`${signer}.pem`), "-CAkey", file(`${signer}.key`)];
  const request = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", `/CN=${name}`];
  const out = ["-keyout", file(`${name}.key`), "-out", file(`${name}.pem`), "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...request, ...out, "-addext", "subjectAltName=DNS:localhost", ...by], {
    stdio: "ignore",
  });
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-tls-"));
  for (const name of ["first", "second", "kits", "others"]) certify(name);
  certify("kit-a", "kits");
  certify("kit-b", "others");
});
afterAll(() => rmSync(directory, { recursive: true }));

let broker: Broker;
let refusals: Refusals;
const sockets: Socket[] = [];
beforeEach(() => {
  refusals = new Refusals(pino({ level: "silent" }), Date.now);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await broker.stop();
});

async function start(clientCa?: string): Promise<number> {
  const intake: Receiver = {
    take: (_kit, _form, bytes, answered) => setImmediate(() => answered(null, Buffer.from(bytes))),
    tooLarge: () => undefined,
  };
  const register = {
    find: (code: string) => ({ id: 1, code, secretHash: hashSecret(key, secret) }),
  } as unknown as KitRegister;
  broker = new Broker({
    host: "127.0.0.1",
    port: 0,
    tls: { port: 0, certificate: file("first.pem"), key: file("first.key"), clientCa },
    maxConnections: 100,
    register,
    key,
    intake,
    refusals,
    log: pino({ level: "silent" }),
    now: Date.now,
  });
  await broker.start();
  return broker.tlsPort() as number;
}

function open(port: number, options: ConnectionOptions = {}): TLSSocket {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
  socket.on("error", () => undefined);
  sockets.push(socket);
  return socket;
}

/** What a client hears after it has signed in and sent a report, up to the connection's end where it is closed. */
async function said(socket: TLSSocket): Promise<string> {
  const chunks: Buffer[] = [];
  const expected_bytes = 4 + 5 + 4 + 23;
  socket.write(packetOf.connect({ id: "kit-a", secret }));
  socket.write(packetOf.subscribe("kits/kit-a/ack"));
  return await new Promise((resolve) => {
    let isSent = false;
    socket.on("close", () => resolve("closed"));
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      const heard = Buffer.concat(chunks);
      if (heard.length >= 9 && !isSent) {
        isSent = true;
        socket.write(packetOf.publish("kits/kit-a/report", "report", { qos: 1, packetId: 5 }));
      }
      if (heard.length >= expected_bytes) resolve(heard.toString("hex"));
    });
  });
}

const served = `${CONNACK}9003000100400200053016000e${Buffer.from("kits/kit-a/ackreport").toString("hex")}`;

describe("the listener with TLS", () => {
  it.each<[string, ConnectionOptions, string]>([
    ["TLS 1.3", { minVersion: "TLSv1.3" }, served],
    ["TLS 1.2", { maxVersion: "TLSv1.2" }, served],
    ["TLS 1.1", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }, "closed"],
  ])("%s", async (_, options, expected) => {
    expect(await said(open(await start(), options))).toBe(expected);
    expect(refusals.counts).toEqual(expected === "closed" ? { "tls-failed": 1 } : {});
  });

  it("asks for certificates where it is told who signs them", async () => {
    const port = await start(file("kits.pem"));
    const certificate = (name: string) => ({ cert: read(`${name}.pem`), key: read(`${name}.key`) });
    expect(await said(open(port, certificate("kit-a")))).toBe(served);
    expect(await said(open(port, certificate("kit-b")))).toBe("closed");
    expect(await said(open(port))).toBe("closed");
    expect(refusals.counts).toEqual({ "tls-failed": 2 });
  });

  it("serves on through those who speak no TLS, or begin a handshake and never end it", async () => {
    const port = await start();
    const hello = Buffer.from("1603010200010001fc0303", "hex");
    const silent = Array.from({ length: 30 }, () => {
      const socket = connectPlain(port, "127.0.0.1");
      sockets.push(socket);
      socket.write(hello);
      return socket;
    });
    const plain = connectPlain(port, "127.0.0.1");
    const gone = new Promise((resolve) => plain.on("error", () => undefined).once("close", resolve));
    plain.write(packetOf.connect({ id: "kit-a", secret }));
    await gone;
    expect(await said(open(port))).toBe(served);
    expect(silent.some((socket) => socket.destroyed)).toBe(false);
    expect(refusals.counts).toEqual({ "tls-failed": 1 });
  });

  it("says which files it cannot use", async () => {
    await start();
    const log = pino({ level: "silent" });
    const made = (certificate: string, keyFile: string) => () =>
      new TlsListener({ certificate: file(certificate), key: file(keyFile) }, log, () => undefined);
    expect(made("none.pem", "first.key")).toThrow(/none\.pem.*ENOENT/);
    expect(made("first.pem", "second.key")).toThrow(/first\.pem.*second\.key.*mismatch/);
  });
});

it("a certificate that is renewed is used without a restart, and half of a renewal changes nothing", async () => {
  await start();
  for (const kind of ["pem", "key"]) copyFileSync(file(`first.${kind}`), file(`current.${kind}`));
  const files = { certificate: file("current.pem"), key: file("current.key") };
  const listener = new TlsListener(files, pino({ level: "silent" }), () => undefined, 20);
  const server = createServer((socket) => listener.secure(socket, (secured) => secured.end("hello")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const name = async () => {
    const socket = open(port, { ca: [read("first.pem"), read("second.pem")] });
    await new Promise((resolve) => socket.once("secureConnect", resolve));
    return socket.getPeerCertificate().subject.CN;
  };
  expect(await name()).toBe("first");
  copyFileSync(file("second.pem"), file("current.pem"));
  await sleep(100);
  expect(await name()).toBe("first");
  copyFileSync(file("second.key"), file("current.key"));
  await expect.poll(name).toBe("second");
  writeFileSync(file("current.pem"), "nonsense");
  await sleep(100);
  expect(await name()).toBe("second");
  listener.close();
  server.close();
});

function read(name: string): string {
  return readFileSync(file(name), "utf8");
}
