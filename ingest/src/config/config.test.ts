import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, loadConfig } from "./config";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-config-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function file(content: string): string {
  const path = join(directory, "config.json");
  writeFileSync(path, content);
  return path;
}

describe("the configuration", () => {
  it("works with nothing set", () => {
    expect(loadConfig({})).toEqual({
      data: resolve("yeelen-data"),
      mqtt: { host: "127.0.0.1", port: 1883, maxConnections: 20_000 },
      http: { host: "127.0.0.1", port: 8080 },
      retention: { reports_days: 400, lamps_days: 90 },
      log: "info",
    });
  });

  it("the command line goes before the environment, which goes before the file", () => {
    const path = file('{"mqtt":{"port":1},"http":{"port":2,"host":"0.0.0.0"},"log":"warn"}');
    const config = loadConfig({ HTTP_PORT: "3", YEELEN_LOG: "error" }, path, { log: "debug" });
    expect(config).toMatchObject({ mqtt: { port: 1 }, http: { port: 3, host: "0.0.0.0" }, log: "debug" });
  });

  it("needs no more than a URL for InfluxDB", () => {
    expect(loadConfig({ INFLUX_URL: "http://127.0.0.1:8086" }).influx).toEqual({
      url: "http://127.0.0.1:8086",
      database: "yeelen",
      resend_s: 120,
      org: "",
      api: "auto",
    });
  });

  it("needs no more than a URL for an external broker", () => {
    expect(loadConfig({ BROKER_URL: "mqtts://broker.example:8883" }).broker).toEqual({
      url: "mqtts://broker.example:8883",
      version: "5",
    });
  });

  it.each<[string, Record<string, string>, string | undefined, RegExp[]]>([
    [
      "all problems at once",
      { MQTT_PORT: "x", HTTP_PORT: "99999", YEELEN_LOG: "loud" },
      undefined,
      [/mqtt\.port \(MQTT_PORT\)/, /http\.port \(HTTP_PORT\)/, /log \(YEELEN_LOG\)/],
    ],
    ["a URL that is none", { INFLUX_URL: "influx:8086" }, undefined, [/influx\.url \(INFLUX_URL\)/]],
    ["a token without a URL", { INFLUX_TOKEN: "t" }, undefined, [/influx\.token set without influx\.url/]],
    ["a broker that speaks no MQTT", { BROKER_URL: "http://broker" }, undefined, [/broker\.url \(BROKER_URL\)/]],
    [
      "a password where it would be shown",
      { BROKER_URL: "mqtt://yeelen:secret@broker" },
      undefined,
      [/broker\.url \(BROKER_URL\): .*are settings$/],
    ],
    [
      "a topic as a group",
      { BROKER_URL: "mqtt://broker", BROKER_GROUP: "a/b" },
      undefined,
      [/broker\.group .*without/],
    ],
    [
      "a broker's user without a URL",
      { BROKER_USERNAME: "u" },
      undefined,
      [/broker\.username set without broker\.url/],
    ],
    ["an unknown setting in the file", {}, '{"mqtt":{"prot":1}}', [/mqtt.*prot/]],
    ["a file that is not JSON", {}, "{", [/configuration file .*config\.json/]],
    ["a file that holds a list", {}, "[]", [/must hold one JSON object/]],
  ])("says %s", (_, environment, content, problems) => {
    const load = () => loadConfig(environment, content === undefined ? undefined : file(content));
    expect(load).toThrow(ConfigError);
    for (const problem of problems) expect(load).toThrow(problem);
  });

  it("says which file is missing", () => {
    expect(() => loadConfig({}, join(directory, "none.json"))).toThrow(/none\.json/);
  });
});
