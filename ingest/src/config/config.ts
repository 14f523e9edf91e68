import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65535);

/** Every setting of the service. Each comes from a file, is overridden by the environment, or has a default. */
export const configSchema = z.strictObject({
  data: z.string().min(1).default("./yeelen-data").describe("Directory of the journal; made where it is missing"),
  mqtt: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1").describe("Address that kits connect to; 0.0.0.0 for all"),
      port: port.default(1883).describe("Port that kits connect to; 0 for any free one"),
    })
    .prefault({}),
  http: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1").describe("Address of the page and the API"),
      port: port.default(8080).describe("Port of the page and the API; 0 for any free one"),
    })
    .prefault({}),
  influx: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .refine(
          (url) => !url.includes("?"),
          "must have no query: name the database with influx.database (INFLUX_DATABASE)",
        )
        .describe("InfluxDB or VictoriaMetrics, such as http://127.0.0.1:8086"),
      database: z.string().min(1).default("yeelen").describe("Database (1.x) or bucket (2 and 3)"),
      org: z.string().default("").describe("Organisation of InfluxDB 2"),
      token: z.string().optional().describe("Token of InfluxDB 2 and 3"),
      username: z.string().optional().describe("User of InfluxDB 1.x"),
      password: z.string().optional().describe("Password of InfluxDB 1.x"),
      api: z.enum(["auto", "v1", "v2"]).default("auto").describe("Which write API the server has"),
    })
    .optional(),
  log: z.enum(["debug", "info", "warn", "error", "silent"]).default("info").describe("What is logged"),
});

export type Config = z.infer<typeof configSchema>;
export type InfluxSettings = NonNullable<Config["influx"]>;

/** Variables of the environment and the settings that they override. */
export const environmentVariables: Record<string, string> = {
  YEELEN_DATA: "data",
  YEELEN_LOG: "log",
  MQTT_HOST: "mqtt.host",
  MQTT_PORT: "mqtt.port",
  HTTP_HOST: "http.host",
  HTTP_PORT: "http.port",
  INFLUX_URL: "influx.url",
  INFLUX_DATABASE: "influx.database",
  INFLUX_ORG: "influx.org",
  INFLUX_TOKEN: "influx.token",
  INFLUX_USERNAME: "influx.username",
  INFLUX_PASSWORD: "influx.password",
  INFLUX_API: "influx.api",
};

/** A configuration that cannot be used, with every problem and where it lies. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Reads the configuration: a JSON file if one is named, overridden by the environment, overridden
 * by `overrides` (paths such as `mqtt.port`).
 *
 * @throws ConfigError with all problems at once
 */
export function loadConfig(
  environment: Record<string, string | undefined>,
  file?: string,
  overrides: Record<string, unknown> = {},
): Config {
  const values: Record<string, unknown> = file ? readFile(file) : {};
  const settings = Object.entries(environmentVariables).map(
    ([variable, path]) => [path, environment[variable]] as const,
  );
  for (const [path, value] of [...settings, ...Object.entries(overrides)]) {
    if (value !== undefined && value !== "") put(values, path, value);
  }
  if (isObject(values.influx) && values.influx.url === undefined) {
    const set = Object.keys(values.influx).map((name) => `influx.${name}`);
    throw new ConfigError(`configuration: ${set.join(", ")} set without influx.url (INFLUX_URL)`);
  }
  const parsed = configSchema.safeParse(values);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${nameOf(issue.path.join("."))}: ${issue.message}`);
    throw new ConfigError(`configuration:\n${problems.join("\n")}`);
  }
  return { ...parsed.data, data: resolve(parsed.data.data) };
}

function readFile(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigError(`configuration file ${file}: ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new ConfigError(`configuration file ${file}: must hold one JSON object`);
  return value;
}

function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const parts = path.split(".");
  const last = parts.pop() as string;
  let object = values;
  for (const part of parts) {
    if (!isObject(object[part])) object[part] = {};
    object = object[part] as Record<string, unknown>;
  }
  object[last] = value;
}

function nameOf(path: string): string {
  const variable = Object.entries(environmentVariables).find(([, setting]) => setting === path)?.[0];
  return variable ? `${path} (${variable})` : path || "configuration";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
