import { readHeed } from "@yeelen/simulator/replay/heed";
import { replayNatively } from "@yeelen/simulator/replay/native";
import type { Recording } from "@yeelen/simulator/replay/recording";
import { type Command, Option } from "commander";
import { count, speedOf } from "../arguments";
import { brokerOfService, namedBroker } from "../broker";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";

interface ReplayCommandOptions {
  as: "heed";
  data?: string;
  broker?: string;
  credentials?: string;
  days?: string;
  speed: string;
  firmware?: boolean;
  json?: boolean;
}

/** `yeelen replay`. */
export function addReplay(program: Command): void {
  program
    .command("replay")
    .description("play recorded field data through simulated kits, over MQTT, into a running service")
    .argument("<file>", "the recording")
    .addOption(new Option("--as <format>", "what the recording is").choices(["heed"]).makeOptionMandatory())
    .option("--speed <factor>", "seconds of the recording per second, or max", "max")
    .option("--days <number>", "only the first days")
    .option("--firmware", "through the firmware's bytecode in its virtual machine, instead of natively")
    .option("--data <dir>", "the service on this data directory (default: the one that runs; YEELEN_DATA)")
    .option("--broker <host:port>", "another service's broker; needs --credentials")
    .option("--credentials <file>", "secrets of the kits, as  yeelen kits add --json  prints them")
    .option("--json", "print the result as one JSON object")
    .action(async (file: string, options: ReplayCommandOptions) => {
      const recording = readHeed(file, count("--days", options.days));
      const speed = speedOf(options.speed);
      const target = await targetOf(recording, options);
      const total = recording.kits.reduce((sum, kit) => sum + kit.rows.length, 0);
      const { host, port } = target;
      const progress = new Progress(total, "readings acknowledged");
      const run = options.firmware
        ? (await import("@yeelen/simulator/replay/firmware")).replayThroughFirmware
        : replayNatively;
      const started_ms = Date.now();
      const acknowledged = await run({
        recording,
        ...target,
        ...(speed !== undefined && { speed }),
        onProgress: (done) => progress.update(done),
        onOutage: () => progress.waitsFor(`the broker at ${host}:${port}`),
      }).finally(() => progress.stop());
      const seconds = Math.round((Date.now() - started_ms) / 100) / 10;
      if (options.json) printJson({ kits: recording.kits.length, readings: acknowledged, seconds });
      else printLine(`${acknowledged} readings of ${recording.kits.length} kits acknowledged in ${seconds} s`);
      if (acknowledged !== total) throw new CommandError(`${total - acknowledged} readings were not acknowledged`);
    });
}

/** Kits of a recording stamp their own time. */
async function targetOf({ kits, site }: Recording, { broker, credentials, data }: ReplayCommandOptions) {
  if (broker) return namedBroker(broker, credentials);
  const entries = kits.map(({ kitId }) => ({ code: kitId, site, clock: "sender", battery: "lifepo4-4s" }) as const);
  return await brokerOfService(data, entries);
}
