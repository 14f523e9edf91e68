import { existsSync } from "node:fs";
import { journalFile } from "@yeelen/ingest/journal/database";
import { CommandError } from "./commandError";
import { dataDirectory, findServiceToWriteTo } from "./source";

/** The directory of the running service, or the one that was named. @throws CommandError where it holds no journal */
export async function journalDirectory(option: string | undefined): Promise<string> {
  const directory = (await findServiceToWriteTo(option))?.data ?? dataDirectory(option).path;
  if (!existsSync(journalFile(directory))) {
    throw new CommandError(`${directory} holds no journal: name another directory with  --data DIR`);
  }
  return directory;
}
