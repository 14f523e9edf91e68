import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSecret, loadKey } from "@yeelen/ingest/broker/credentials";
import { enrol } from "@yeelen/ingest/enrolment";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { NewKit } from "@yeelen/ingest/journal/kits";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { yeelen } from "./harness/yeelen";

type Settings = Record<string, unknown>;

let folder: string;
let data: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "yeelen-firmware-"));
  data = join(folder, "data");
  out = join(folder, "out");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How the DeviceScript CLI itself reads such a file: its own function, cut out of the package. */
function readByCli(name: string): Settings {
  const bundle = createRequire(import.meta.url).resolve("@devicescript/cli/package.json");
  const source = readFileSync(join(bundle, "../built/devicescript-cli.cjs"), "utf8");
  const cut = (start: string) => {
    const from = source.lastIndexOf(start);
    const indent = source.slice(source.lastIndexOf("\n", from) + 1, from);
    return source.slice(from, source.indexOf(`\n${indent}}\n`, from) + indent.length + 2);
  };
  const parts = `${cut("function stringToSettingValue(")}\n${cut("function parseToSettings(")}`
    .replaceAll(/JSONTryParse\d*/g, "tryParse")
    .replaceAll(/stringToBuffer\d*/g, "keep");
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- the CLI exports nothing
  const parse = new Function("tryParse", "keep", `${parts}\nreturn parseToSettings;`)(
    (text: string) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
    },
    (json: string) => JSON.parse(json) as unknown,
  ) as (text: string, isSecret: boolean) => Settings;
  return parse(readFileSync(join(out, name), "utf8"), false);
}

/** Registers a kit and returns its secret. */
function add(code: string, { battery = "lifepo4-4s", clock = "server" }: Partial<NewKit> = {}): string {
  return enrol(data, [{ code, site: "Koro", clock, battery }]).get(code) as string;
}

const firmware = async (kit: string, ...more: string[]) =>
  await yeelen(["kits", "firmware", kit, "--data", data, "--out", out, "--host", "mqtt.example.org", ...more]);

/** Whether the server lets a kit in with this secret. */
function isLetIn(kit: string, secret: unknown): boolean {
  const journal = Journal.open(data);
  try {
    const record = journal.kits.find(kit);
    return record !== undefined && isSecret(loadKey(data), String(secret), record.secretHash);
  } finally {
    journal.close();
  }
}

describe("yeelen kits firmware", () => {
  it("writes what the CLI takes to the board, the secret for the owner's eyes alone", async () => {
    const first = add("20240017", { battery: "lead-acid-6s" });
    const { status, stdout, stderr } = await firmware("20240017", "--capacity", "12000");
    expect(status).toBe(0);
    expect(readByCli(".env.defaults")).toEqual({
      host: "mqtt.example.org",
      port: 8883,
      tls: true,
      battery: "lead-acid-6s",
      battery_mAh: 12_000,
    });
    const local = readByCli(".env.local");
    expect(local).toEqual({
      // an id of digits stays an id
      kit: "20240017",
      secret: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      WIFI_SSID: expect.stringMatching(/^yeelen-[2-9b-z]{4}$/) as string,
      WIFI_PWD: expect.stringMatching(/^[2-9b-z]{10}$/) as string,
    });
    expect(statSync(join(out, ".env.local")).mode & 0o777).toBe(0o600);
    expect(isLetIn("20240017", local.secret)).toBe(true);
    // there is a warning that the old one ends, and no secret on the screen
    expect(isLetIn("20240017", first)).toBe(false);
    expect(stderr).toContain("new secret");
    expect(stdout).toContain(String(local.WIFI_PWD));
    expect(stdout).toContain("devicescript flash --board yeelen_esp32c3");
    expect(stdout + stderr).not.toContain(String(local.secret));
  });

  it("once more: the same secret, label and server", async () => {
    add("kit-a");
    await firmware("kit-a");
    const before = readByCli(".env.local");
    const { stderr } = await yeelen([
      "kits",
      "firmware",
      "kit-a",
      "--data",
      data,
      "--out",
      out,
      "--port",
      "1883",
      "--no-tls",
    ]);
    expect(readByCli(".env.local")).toEqual(before);
    expect(readByCli(".env.defaults")).toMatchObject({ host: "mqtt.example.org", port: 1883, tls: false });
    expect(stderr).not.toContain("new secret");
  });

  it("another kit in the same place: a label and a secret of its own, and a word about it", async () => {
    add("kit-a");
    add("kit-b");
    await firmware("kit-a");
    const a = readByCli(".env.local");
    const { stderr } = await firmware("kit-b");
    const b = readByCli(".env.local");
    expect(stderr).toContain("settings of kit-a");
    expect([b.secret === a.secret, b.WIFI_SSID === a.WIFI_SSID, b.WIFI_PWD === a.WIFI_PWD]).toEqual([
      false,
      false,
      false,
    ]);
    expect([isLetIn("kit-a", a.secret), isLetIn("kit-b", b.secret)]).toEqual([true, true]);
  });

  it("takes the secret that the kit has", async () => {
    const secret = add("kit-a");
    const file = join(folder, "secret");
    writeFileSync(file, `${secret}\n`);
    const { stderr } = await firmware("kit-a", "--secret-file", file);
    expect(readByCli(".env.local").secret).toBe(secret);
    expect(stderr).not.toContain("new secret");
  });

  it.each<[string, string, string[], string]>([
    ["a secret of another kit", "kit-a", ["--secret-file", "wrong"], "does not hold the secret of kit-a"],
    ["a secret that is not there", "kit-a", ["--secret-file", "absent"], "cannot be read"],
    ["an unknown kit", "kit-z", [], "yeelen kits add kit-z"],
    ["a kit that stamps its own time", "kit-sender", [], "stamps its own time"],
    ["a host that the CLI would cut off", "kit-a", ["--host", "a#b"], "no name of a server"],
    ["a place where nothing can be written", "kit-a", ["--out", "wrong"], "nothing can be written"],
    ["a port", "kit-a", ["--port", "0"], "--port takes a number from 1 to 65535"],
    ["a capacity", "kit-a", ["--capacity", "7e3"], "--capacity takes a number"],
  ])("refuses %s, and writes nothing", async (_, kit, more, expected) => {
    const secret = add("kit-a");
    add("kit-sender", { clock: "sender" });
    writeFileSync(join(folder, "wrong"), "0".repeat(32));
    const paths = more.map((word) => (word === "wrong" || word === "absent" ? join(folder, word) : word));
    const { status, stderr } = await firmware(kit, ...paths);
    expect([status, stderr]).toEqual([1, expect.stringContaining(expected)]);
    expect(() => statSync(out)).toThrow();
    expect(isLetIn("kit-a", secret)).toBe(true);
  });
});
