import { loadConfig } from "@yeelen/ingest/config/config";
import { runningServices } from "@yeelen/ingest/discovery";
import { Service } from "@yeelen/ingest/service";
import { type Command, Option } from "commander";
import { CommandError } from "../commandError";
import { printJson, printLine, printNote } from "../print";
import { untilStopped } from "../untilStopped";

interface ServeOptions {
  config?: string;
  data?: string;
  mqttHost?: string;
  mqttPort?: string;
  httpHost?: string;
  httpPort?: string;
  influxUrl?: string;
  log?: string;
  json?: boolean;
}

/** `yeelen serve`: the service. */
export function addServe(program: Command): void {
  program
    .command("serve")
    .description("run the service: MQTT broker, intake, journal, export to InfluxDB, faults, API and page")
    .option("--data <dir>", "data directory, made where it is missing (default: ./yeelen-data; YEELEN_DATA)")
    .option("--config <file>", "configuration file (JSON)")
    .option("--mqtt-host <address>", "address that kits connect to (default: 127.0.0.1; MQTT_HOST)")
    .option("--mqtt-port <port>", "port that kits connect to, 0 for any (default: 1883; MQTT_PORT)")
    .option("--http-host <address>", "address of page and API (default: 127.0.0.1; HTTP_HOST)")
    .option("--http-port <port>", "port of page and API, 0 for any (default: 8080; HTTP_PORT)")
    .option("--influx-url <url>", "InfluxDB or VictoriaMetrics to write readings to (INFLUX_URL)")
    .addOption(
      new Option("--log <level>", "what is logged (YEELEN_LOG)").choices(["debug", "info", "warn", "error", "silent"]),
    )
    .option("--json", "print where it listens as one JSON object")
    .action(async (options: ServeOptions) => {
      const config = loadConfig(process.env, options.config, {
        data: options.data,
        "mqtt.host": options.mqttHost,
        "mqtt.port": options.mqttPort,
        "http.host": options.httpHost,
        "http.port": options.httpPort,
        "influx.url": options.influxUrl,
        log: options.log,
      });
      const [other] = await runningServices(config.data);
      if (other) {
        throw new CommandError(`a service (process ${other.pid}) already runs on ${config.data}: see ${other.url}`);
      }
      const service = new Service({ config });
      await service.start();
      const { mqttHost, mqttPort, url } = service.address();
      if (options.json) {
        printJson({ url, mqtt: { host: mqttHost, port: mqttPort }, data: config.data, pid: process.pid });
      } else {
        printLine(`page    ${url}`);
        printLine(`kits    mqtt://${mqttHost}:${mqttPort}`);
        printLine(`data    ${config.data}`);
        printLine(`influx  ${config.influx?.url ?? "none (INFLUX_URL is not set)"}`);
        printLine("Ctrl-C stops it.");
      }
      await untilStopped();
      printNote("stopping");
      await service.stop();
    });
}
