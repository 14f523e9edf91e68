import { type Config, loadConfig } from "@yeelen/ingest/config/config";
import { type Command, Option } from "commander";

/** What the command line says of a service; the environment and the file say the rest. */
export interface ServiceOptions {
  config?: string;
  data?: string;
  mqttHost?: string;
  mqttPort?: string;
  httpHost?: string;
  httpPort?: string;
  influxUrl?: string;
  log?: string;
}

/** Adds the settings of a service to a command that runs it, or looks at it. */
export function addServiceOptions(command: Command): Command {
  return command
    .option("--data <dir>", "data directory, made where it is missing (default: ./yeelen-data; YEELEN_DATA)")
    .option("--config <file>", "configuration file (JSON)")
    .option("--mqtt-host <address>", "address that kits connect to (default: 127.0.0.1; MQTT_HOST)")
    .option("--mqtt-port <port>", "port that kits connect to, 0 for any (default: 1883; MQTT_PORT)")
    .option("--http-host <address>", "address of page and API (default: 127.0.0.1; HTTP_HOST)")
    .option("--http-port <port>", "port of page and API, 0 for any (default: 8080; HTTP_PORT)")
    .option("--influx-url <url>", "InfluxDB or VictoriaMetrics to write readings to (INFLUX_URL)")
    .addOption(
      new Option("--log <level>", "what is logged (YEELEN_LOG)").choices(["debug", "info", "warn", "error", "silent"]),
    );
}

/** @throws ConfigError with all problems at once */
export function configOf(options: ServiceOptions): Config {
  return loadConfig(process.env, options.config, {
    data: options.data,
    "mqtt.host": options.mqttHost,
    "mqtt.port": options.mqttPort,
    "http.host": options.httpHost,
    "http.port": options.httpPort,
    "influx.url": options.influxUrl,
    log: options.log,
  });
}
