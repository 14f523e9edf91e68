import { en } from "@yeelen/ingest/text/en";
import type { AttemptsView, CommandsView, KitDetail } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import type { Reading } from "@yeelen/shared/reading";
import type { Command } from "commander";
import { commandText } from "../commandOptions";
import { CommandError } from "../commandError";
import { printJson, printLine, shortTime } from "../print";
import { openSource } from "../source";

/** `yeelen kits show`. */
export function addKitsShow(kits: Command): void {
  kits
    .command("show")
    .description("show a kit: its state, its commands, what it told, and why it could not be heard (times in UTC)")
    .argument("<kit>", "the kit's id")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (code: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ data?: string; json?: boolean }>();
      const source = await openSource(options.data);
      try {
        const kit = await source.kit(code);
        if (!kit) throw new CommandError(`no kit ${code} is registered`);
        if (options.json) return printJson({ kit });
        const faults = (await source.faults()).filter((fault) => fault.kit === code);
        for (const [name, lines] of sections(kit, faults)) {
          lines.forEach((line, i) => printLine(`${(i === 0 ? name : "").padEnd(12)}${line}`));
        }
        return undefined;
      } finally {
        source.close();
      }
    });
}

function sections(kit: KitDetail, faults: readonly Fault[]): [name: string, lines: string[]][] {
  const thinned = kit.thinned > 0 ? `, ${en.kits.thinned(kit.thinned)}` : "";
  const signal = kit.wifiRssi_dBm === null ? "" : `, Wi-Fi ${kit.wifiRssi_dBm} dBm`;
  return [
    ["kit", [`${kit.kit} at ${kit.site}`]],
    ["firmware", [`${kit.firmware || "not known"}, battery ${kit.battery}, time from the ${kit.clock}`]],
    ["last seen", [`${shortTime(kit.lastSeen)}${signal}`]],
    ["newest", [`${shortTime(kit.newestReading)}${kit.newest ? `: ${stateText(kit.newest)}` : ""}`]],
    ["readings", [`${kit.readings}, ${kit.gaps} ${kit.gaps === 1 ? "gap" : "gaps"}${thinned}`]],
    ["faults", faults.map(({ severity, kind, since }) => `${severity}: ${en.kinds[kind]}, since ${shortTime(since)}`)],
    ["commands", [configurationText(kit), ...kit.commands.map(commandsLine)]],
    ["events", kit.events.map(({ kind, time }) => `${shortTime(time)} ${en.kits.eventKinds[kind]}`)],
    [
      "reports",
      kit.reports.map(({ received, readings, bytes }) => `${shortTime(received)} ${readings} readings, ${bytes} bytes`),
    ],
    ["connection", kit.attempts.map(attemptsLine)],
  ];
}

function stateText({ battery, off }: Reading): string {
  const { voltage_mV, stateOfCharge_pct } = battery ?? {};
  const texts = (off ?? []).map(({ output, reason }) => `${output} off (${reason})`);
  if (typeof stateOfCharge_pct === "number") texts.unshift(`charge ${stateOfCharge_pct} %`);
  if (typeof voltage_mV === "number") texts.unshift(`battery ${voltage_mV / 1000} V`);
  return texts.join(", ");
}

function configurationText({ configuration }: KitDetail): string {
  if (configuration === null) return "the kit never said which revision it applies";
  return configuration === 0 ? "the kit applies none yet" : `the kit applies revision ${configuration}`;
}

function commandsLine({ revision, values, wanted, state, answered }: CommandsView): string {
  const when = answered === null ? "" : ` ${shortTime(answered)}`;
  return `revision ${revision} of ${shortTime(wanted)}: ${commandText(values)}; ${en.kits.states[state]}${when}`;
}

/** A stretch of attempts in words; the end without its day where that is the day of the beginning. */
function attemptsLine({ reached, from, to, times, told }: AttemptsView): string {
  const what = en.kits.attemptKinds[reached](times);
  if (from === null || to === null) return `${en.kits.toldOn(shortTime(told))} ${what}`;
  const [begin, end] = [shortTime(from), shortTime(to)];
  const isOneDay = begin !== end && begin.slice(0, 10) === end.slice(0, 10);
  return `${en.kits.span(begin, isOneDay ? end.slice(11) : end)} ${what}`;
}
