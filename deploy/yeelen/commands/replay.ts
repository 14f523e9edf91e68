import type { LogTally } from "@yeelen/simulator/replay/log/readLog";
import type { Recording, ReplayOptions } from "@yeelen/simulator/replay/recording";
import { type Command, Option } from "commander";
import { count, speedOf } from "../arguments";
import { type KitBroker, brokerOfService, namedBroker } from "../broker";
import { CommandError } from "../commandError";
import { printJson, printLine, printNote } from "../print";
import { Progress } from "../progress";
import { serviceFor } from "../ownService";

interface ReplayCommandOptions {
  as?: "heed";
  mapping?: string;
  data?: string;
  broker?: string;
  credentials?: string;
  days?: string;
  speed: string;
  firmware?: boolean;
  json?: boolean;
}

/** What is to be played, and how. */
interface Play {
  recording: Recording;
  run: (options: ReplayOptions) => Promise<number>;
  tally?: LogTally;
}

/** `yeelen replay`. */
export function addReplay(program: Command): void {
  program
    .command("replay")
    .description("play recorded field data over MQTT into a service: a site's log, or a known recording")
    .argument("<file>", "the recording")
    .option("--mapping <file>", "a log in CSV or JSON, and what its columns are (docs/replay.md)")
    .addOption(new Option("--as <format>", "a known recording, played through simulated kits").choices(["heed"]))
    .option("--speed <factor>", "seconds of the recording per second, or max", "max")
    .option("--days <number>", "only the first days")
    .option("--firmware", "through the firmware's bytecode in its virtual machine, instead of natively")
    .option(
      "--data <dir>",
      "the data directory, with a service on it or without (default: of the one that runs; YEELEN_DATA)",
    )
    .option("--broker <host:port>", "another service's broker; needs --credentials")
    .option("--credentials <file>", "secrets of the kits, as  yeelen kits add --json  prints them")
    .option("--json", "print the result as one JSON object")
    .action(async (file: string, options: ReplayCommandOptions) => {
      const { recording, run, tally } = await playOf(file, options);
      const speed = speedOf(options.speed);
      if (tally && !options.json) for (const line of tallyLines(tally)) printNote(line);
      const own = options.broker ? undefined : await serviceFor(options.data);
      try {
        const target = await targetOf(recording, options);
        const total = recording.kits.reduce((sum, kit) => sum + kit.rows.length, 0);
        const { host, port } = target;
        const progress = new Progress(total, "readings acknowledged");
        const started_ms = Date.now();
        const acknowledged = await run({
          recording,
          ...target,
          ...(speed !== undefined && { speed }),
          onProgress: (done) => progress.update(done),
          onOutage: () => progress.waitsFor(`the broker at ${host}:${port}`),
        }).finally(() => progress.stop());
        const seconds = Math.round((Date.now() - started_ms) / 100) / 10;
        const result = { kits: recording.kits.length, readings: acknowledged, seconds };
        if (options.json) printJson({ ...result, ...(tally && { log: tally }) });
        else printLine(`${acknowledged} readings of ${recording.kits.length} kits acknowledged in ${seconds} s`);
        if (acknowledged !== total) throw new CommandError(`${total - acknowledged} readings were not acknowledged`);
      } finally {
        await own?.stop();
      }
    });
}

async function playOf(file: string, options: ReplayCommandOptions): Promise<Play> {
  const days = count("--days", options.days);
  if (options.mapping !== undefined) {
    if (options.as || options.firmware) {
      throw new CommandError(
        `--mapping goes without ${options.as ? "--as" : "--firmware"}: a log is played as it stands`,
      );
    }
    const { loadMapping } = await import("@yeelen/simulator/replay/log/loadMapping");
    const { readLog } = await import("@yeelen/simulator/replay/log/readLog");
    const { replayLog } = await import("@yeelen/simulator/replay/log/replayLog");
    return { ...readLog(file, loadMapping(options.mapping), days), run: replayLog };
  }
  if (options.as === undefined) throw new CommandError("replay needs --mapping FILE for a site's log, or --as heed");
  const { readHeed } = await import("@yeelen/simulator/replay/heed");
  const run = options.firmware
    ? (await import("@yeelen/simulator/replay/firmware")).replayThroughFirmware
    : (await import("@yeelen/simulator/replay/native")).replayNatively;
  return { recording: readHeed(file, days), run };
}

/** Kits of a recording stamp their own time. */
async function targetOf(
  { kits, site }: Recording,
  { broker, credentials, data }: ReplayCommandOptions,
): Promise<KitBroker> {
  if (broker) return namedBroker(broker, credentials);
  const entries = kits.map(({ kitId, battery }) => ({ code: kitId, site, clock: "sender", battery }) as const);
  return await brokerOfService(data, entries);
}

function tallyLines(tally: LogTally): string[] {
  const { rows, invalid, cells, outOfOrder, repeated, contradicting, thinned, gaps, longestGap_h } = tally;
  const parts = [
    [invalid, "invalid and left out"],
    [cells, "cells left out"],
    [outOfOrder, "out of order"],
    [repeated, `of a time that was there already (${contradicting} of them with other values)`],
    [thinned, "closer together than every_min"],
    [gaps, `gaps, the longest of ${longestGap_h} h`],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const [named, more] = [tally.problems.slice(0, 5), tally.problems.length > 5 ? ["  …"] : []];
  return [`${rows} rows${told.length > 0 ? `: ${told.join(", ")}` : ""}`, ...named.map((line) => `  ${line}`), ...more];
}
