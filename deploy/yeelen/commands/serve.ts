import { runningServices } from "@yeelen/ingest/discovery";
import { Service } from "@yeelen/ingest/service";
import type { Command } from "commander";
import { CommandError } from "../commandError";
import { printJson, printLine, printNote } from "../print";
import { addServiceOptions, configOf, type ServiceOptions } from "../serviceOptions";
import { untilStopped } from "../untilStopped";

/** Whatever hangs, a service that is asked to end has ended after this long: what service managers grant is ten seconds or more. */
const STOP_LIMIT_ms = 9500;

/** `yeelen serve`: the service. */
export function addServe(program: Command): void {
  addServiceOptions(
    program
      .command("serve")
      .description("run the service: MQTT broker, intake, journal, export to InfluxDB, faults, API and page"),
  )
    .option("--json", "print where it listens as one JSON object")
    .action(async (options: ServiceOptions & { json?: boolean }) => {
      const config = configOf(options);
      const [other] = await runningServices(config.data);
      if (other) {
        throw new CommandError(`a service (process ${other.pid}) already runs on ${config.data}: see ${other.url}`);
      }
      // whoever asks while it starts is heard too
      const stopped = untilStopped();
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
      await stopped;
      printNote("stopping; asked again it ends at once");
      setTimeout(() => process.exit(), STOP_LIMIT_ms).unref();
      await service.stop();
      // what was left behind (a request that is never answered) must not hold the process
      process.exit();
    });
}
