import type { Command } from "commander";
import { printJson, printLine, printTable } from "./print";
import { openSource, type Source } from "./source";

/** A command that lists something: as a table for people, with `--json` as `{ "<name>": [ … ] }`. */
export interface Listing<T> {
  /** The command, and the member of the JSON object. */
  name: string;
  description: string;
  read: (source: Source) => Promise<T[]>;
  /** What a person is told where there is nothing to list. */
  empty: string;
  headings: string[];
  row: (item: T) => (string | number)[];
}

/** Adds a listing to the program. Returns its command, for what else goes with it. */
export function addListing<T>(program: Command, listing: Listing<T>): Command {
  return program
    .command(listing.name)
    .description(listing.description)
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (options: { data?: string; json?: boolean }) => {
      const source = await openSource(options.data);
      try {
        const items = await listing.read(source);
        if (options.json) printJson({ [listing.name]: items });
        else if (items.length === 0) printLine(listing.empty);
        else printTable(listing.headings, items.map(listing.row));
      } finally {
        source.close();
      }
    });
}
