import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65535);
/** The shortest covers what the fault rules look back on, twice over: 62 days. */
const days = z.coerce.number().int().min(62).max(36_500);

/** Every setting of the service. Each comes from a file, is overridden by the environment, or has a default. */
export const configSchema = z.strictObject({
  data: z.string().min(1).default("./yeelen-data").describe("Directory of the journal; made where it is missing"),
  mqtt: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1").describe("Address that kits connect to; 0.0.0.0 for all"),
      port: port.default(1883).describe("Port that kits connect to; 0 for any free one"),
      maxConnections: z.coerce
        .number()
        .int()
        .min(10)
        .max(1_000_000)
        .default(20_000)
        .describe("Open connections at a time; the ones beyond are turned away"),
      tls: z
        .strictObject({
          host: z.string().min(1).optional().describe("Address that kits connect to with TLS; mqtt.host if not set"),
          port: port.default(8883).describe("Port that kits connect to with TLS; 0 for any free one"),
          certificate: z.string().min(1).describe("File: the server's certificate and those that lead to its root"),
          key: z.string().min(1).describe("File: the key of the certificate"),
          clientCa: z.string().min(1).optional().describe("File: who signs kits' certificates, if they need one"),
        })
        .optional()
        .describe("A second listener for kits, with TLS 1.2 or newer; files in PEM, read again when they change"),
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
      resend_s: z.coerce
        .number()
        .min(0)
        .default(120)
        .describe("How far back VictoriaMetrics is sent everything again after it was restarted; 0: not at all"),
    })
    .optional(),
  broker: z
    .strictObject({
      url: z
        .url({ protocol: /^mqtts?$/ })
        .refine((url) => isBare(url), "must be mqtt://HOST:PORT or mqtts://HOST:PORT; user and password are settings")
        .describe("External broker to take reports from, such as mqtts://broker.example:8883"),
      username: z.string().min(1).optional().describe("User of the external broker"),
      password: z.string().min(1).optional().describe("Password of the external broker"),
      clientId: z
        .string()
        .min(1)
        .optional()
        .describe("Client id, always the same for an installation (default: derived from its data directory's key)"),
      group: z
        .string()
        .regex(/^[^/+#]+$/, "must be a name without / + #")
        .optional()
        .describe("Group of a shared subscription; none: a plain subscription"),
      version: z.enum(["5", "3.1.1"]).default("5").describe("Version of MQTT that the external broker speaks"),
      ca: z.string().min(1).optional().describe("File with the certificate authority of the external broker (PEM)"),
    })
    .optional(),
  retention: z
    .strictObject({
      reports_days: days.default(400).describe("Days of event time for which reports are kept"),
      lamps_days: days
        .default(90)
        .describe("Days for which it is kept reading by reading what lamps did; sums by day stay"),
    })
    .prefault({})
    .refine(({ reports_days, lamps_days }) => lamps_days <= reports_days, {
      path: ["lamps_days"],
      message: "must not be more than retention.reports_days",
    }),
  log: z.enum(["debug", "info", "warn", "error", "silent"]).default("info").describe("What is logged"),
});

export type Config = z.infer<typeof configSchema>;
export type InfluxSettings = NonNullable<Config["influx"]>;
export type BrokerSettings = NonNullable<Config["broker"]>;

/** Variables of the environment and the settings that they override. */
export const environmentVariables: Record<string, string> = {
  YEELEN_DATA: "data",
  YEELEN_LOG: "log",
  MQTT_HOST: "mqtt.host",
  MQTT_PORT: "mqtt.port",
  MQTT_MAX_CONNECTIONS: "mqtt.maxConnections",
  MQTT_TLS_HOST: "mqtt.tls.host",
  MQTT_TLS_PORT: "mqtt.tls.port",
  MQTT_TLS_CERTIFICATE: "mqtt.tls.certificate",
  MQTT_TLS_KEY: "mqtt.tls.key",
  MQTT_TLS_CLIENT_CA: "mqtt.tls.clientCa",
  HTTP_HOST: "http.host",
  HTTP_PORT: "http.port",
  RETENTION_REPORTS_DAYS: "retention.reports_days",
  RETENTION_LAMPS_DAYS: "retention.lamps_days",
  INFLUX_URL: "influx.url",
  INFLUX_DATABASE: "influx.database",
  INFLUX_ORG: "influx.org",
  INFLUX_TOKEN: "influx.token",
  INFLUX_USERNAME: "influx.username",
  INFLUX_PASSWORD: "influx.password",
  INFLUX_API: "influx.api",
  BROKER_URL: "broker.url",
  BROKER_USERNAME: "broker.username",
  BROKER_PASSWORD: "broker.password",
  BROKER_CLIENT_ID: "broker.clientId",
  BROKER_GROUP: "broker.group",
  BROKER_VERSION: "broker.version",
  BROKER_CA: "broker.ca",
  INFLUX_RESEND_S: "influx.resend_s",
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
  for (const section of ["influx", "broker"]) {
    const settings = values[section];
    if (!isObject(settings) || settings.url !== undefined) continue;
    const set = Object.keys(settings).map((name) => `${section}.${name}`);
    throw new ConfigError(`configuration: ${set.join(", ")} set without ${nameOf(`${section}.url`)}`);
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

/** Whether a URL names a server and nothing else. */
function isBare(url: string): boolean {
  const { username, password, pathname, search, hash } = new URL(url);
  return [username, password, pathname.replace("/", ""), search, hash].every((part) => part === "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
