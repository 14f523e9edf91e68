import type { CommandsView } from "@yeelen/shared/answers";
import type { Command } from "commander";
import { commandOptions, commandText, commandValues } from "../commandOptions";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { makeRequest } from "../requests";

/** `yeelen kits configure`. */
export function addKitsConfigure(kits: Command): void {
  const command = kits
    .command("configure")
    .description("tell a kit what to do: it hears of it with its next report, and confirms with the one after")
    .argument("<kit>", "the kit's id")
    .option("--site <site>", "where the kit is from now on (in the register; the kit is told nothing)");
  for (const { flag, argument, description } of commandOptions) {
    command.option(argument ? `--${flag} <${argument}>` : `--${flag}`, description);
  }
  command
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Record<string, string> & { json?: boolean }>();
      const values = commandValues(options);
      const hasCommands = Object.keys(values).length > 0;
      const { site } = options;
      if (!hasCommands && site === undefined)
        throw new CommandError("say what is to change: see  yeelen kits configure --help");
      const commands = await makeRequest<CommandsView | null>(options.data, (requests, views) => {
        if (site !== undefined) requests.move(kit, site);
        if (!hasCommands) return null;
        requests.configure(kit, values);
        return views.kit(kit)?.commands[0] ?? null;
      });
      if (options.json) return printJson({ kit, ...(site !== undefined && { site }), commands });
      if (site !== undefined) printLine(`${kit} is at ${site} from now on.`);
      if (commands)
        printLine(`Revision ${commands.revision} waits for the next report of ${kit}: ${commandText(commands.values)}`);
      return undefined;
    });
}
