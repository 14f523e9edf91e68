import { enrol } from "@yeelen/ingest/enrolment";
import { type Battery, batteries, type Clock, clocks } from "@yeelen/ingest/journal/kits";
import { isKitId } from "@yeelen/shared/topics";
import { type Command, Option } from "commander";
import { CommandError } from "../commandError";
import { commandText } from "../commandOptions";
import { addListing } from "../listing";
import { printJson, printNote, printTable, shortTime } from "../print";
import { randomCode } from "../randomCode";
import { dataDirectory, findServiceToWriteTo } from "../source";
import { addKitsConfigure } from "./kitsConfigure";
import { addKitsFirmware } from "./kitsFirmware";
import { addKitsShow } from "./kitsShow";

interface AddOptions {
  data?: string;
  site: string;
  clock: Clock;
  battery: Battery;
  count: string;
  json?: boolean;
}

/** `yeelen kits`, `yeelen kits add`, and what else there is of kits. */
export function addKits(program: Command): void {
  const kits = addListing(program, {
    name: "kits",
    description: "list the kits: readings, when last heard of, gaps, commands that wait for them",
    read: async (source) => await source.kits(),
    empty: "No kit is registered yet:  yeelen kits add --site SITE",
    headings: ["kit", "site", "readings", "last seen (UTC)", "newest reading", "gaps", "thinned", "waiting commands"],
    row: ({ kit, site, readings, lastSeen, newestReading, gaps, thinned, pending }) => [
      kit,
      site,
      readings,
      shortTime(lastSeen),
      shortTime(newestReading),
      gaps,
      thinned,
      pending ? commandText(pending.values) : "",
    ],
  });
  addKitsShow(kits);
  addKitsConfigure(kits);
  addKitsFirmware(kits);
  kits
    .command("add")
    .description("register kits and print their secrets, which are shown only this once")
    .argument("[kit]", "the kit's id (default: a random one)")
    .option("--site <site>", "where the kit is", "unassigned")
    .addOption(
      new Option("--clock <clock>", "who places its readings in time: the server, or the sender by its own clock")
        .choices(clocks)
        .default("server"),
    )
    .addOption(
      new Option("--battery <battery>", "chemistry and cells in series").choices(batteries).default("lifepo4-4s"),
    )
    .option("--count <number>", "how many kits with random ids", "1")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string | undefined, _options: unknown, command: Command) => {
      // --data and --json may stand before or after "add"
      const options = command.optsWithGlobals<AddOptions>();
      const added = await register(kit, options);
      if (options.json) return printJson({ kits: added });
      printTable(
        ["kit (user name and client id)", "site", "secret (password)"],
        added.map((one) => [one.kit, one.site, one.secret]),
      );
      printNote("The secrets are not kept: write them to the kits now.");
      return undefined;
    });
}

async function register(kit: string | undefined, options: AddOptions) {
  const count = Number(options.count);
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw new CommandError("--count takes a number from 1 to 10000");
  if (kit !== undefined && !isKitId(kit)) {
    throw new CommandError(`"${kit}" is no kit id: 3 to 32 letters, digits and hyphens, with no hyphen at either end`);
  }
  if (kit !== undefined && count > 1) throw new CommandError("name one kit, or let --count kits have random ids");
  const service = await findServiceToWriteTo(options.data);
  const directory = service?.data ?? dataDirectory(options.data).path;
  const { site, clock, battery } = options;
  const codes = kit === undefined ? Array.from({ length: count }, () => randomCode(8)) : [kit];
  const secrets = enrol(
    directory,
    codes.map((code) => ({ code, site, clock, battery })),
  );
  return [...secrets].map(([code, secret]) => ({ kit: code, site, clock, secret }));
}
