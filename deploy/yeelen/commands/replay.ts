import { readFileSync } from "node:fs";
import { enrol } from "@yeelen/ingest/enrolment";
import { readHeed } from "@yeelen/simulator/replay/heed";
import { replayNatively } from "@yeelen/simulator/replay/native";
import type { Recording } from "@yeelen/simulator/replay/recording";
import { type Command, Option } from "commander";
import { z } from "zod";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { dataDirectory, findServiceToWriteTo } from "../source";

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
      const recording = readHeed(file, positive("--days", options.days));
      const speed = options.speed === "max" ? undefined : positive("--speed", options.speed);
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

async function targetOf(recording: Recording, options: ReplayCommandOptions) {
  if (options.broker) {
    const [, host, port] = /^(.+):(\d+)$/.exec(options.broker) ?? [];
    if (!host || !port) throw new CommandError("--broker takes HOST:PORT");
    if (!options.credentials) throw new CommandError("--broker needs --credentials FILE, the secrets of its kits");
    return { host, port: Number(port), secrets: readSecrets(options.credentials) };
  }
  const service = await findServiceToWriteTo(options.data);
  if (!service) {
    const { path, isChosen } = dataDirectory(options.data);
    throw new CommandError(`no service is running${isChosen ? ` on ${path}` : ""}: start one with  yeelen serve`);
  }
  const { mqttHost, mqttPort, data } = service;
  const host = mqttHost === "0.0.0.0" || mqttHost === "::" ? "127.0.0.1" : mqttHost;
  return { host, port: mqttPort, secrets: registerKits(data, recording) };
}

/** Registers the kits of a recording, or gives them new secrets: they stamp their own time. */
function registerKits(data: string, { kits, site }: Recording): Map<string, string> {
  return enrol(
    data,
    kits.map(({ kitId }) => ({ code: kitId, site, clock: "sender", battery: "lifepo4-4s" })),
    { replace: true },
  );
}

const credentialsSchema = z.object({ kits: z.array(z.object({ kit: z.string(), secret: z.string() })) });

function readSecrets(file: string): Map<string, string> {
  try {
    const { kits } = credentialsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return new Map(kits.map(({ kit, secret }) => [kit, secret]));
  } catch (error) {
    throw new CommandError(`--credentials ${file}: ${(error as Error).message}`);
  }
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new CommandError(`${name} takes a number above 0`);
  return value;
}
