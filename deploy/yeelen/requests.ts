import { existsSync } from "node:fs";
import { Views } from "@yeelen/ingest/api/views";
import { journalFile } from "@yeelen/ingest/journal/database";
import { Journal } from "@yeelen/ingest/journal/journal";
import { RequestRefused, Requests } from "@yeelen/ingest/requests";
import { CommandError } from "./commandError";
import { dataDirectory, findServiceToWriteTo } from "./source";

/**
 * Asks something of the kits of a data directory, whether a service runs on it or not.
 *
 * @param option data directory, as `--data` has it
 * @throws CommandError where there is no such directory, or the request cannot be met
 */
export async function makeRequest<T>(
  option: string | undefined,
  request: (requests: Requests, views: Views) => T | Promise<T>,
): Promise<T> {
  const service = await findServiceToWriteTo(option);
  const directory = service?.data ?? dataDirectory(option).path;
  if (!existsSync(journalFile(directory)))
    throw new CommandError(`${directory} holds no journal: no kit is registered`);
  const journal = Journal.open(directory);
  try {
    return await request(new Requests(journal, Date.now), new Views(journal, Date.now, directory));
  } catch (error) {
    throw error instanceof RequestRefused ? new CommandError(error.message) : error;
  } finally {
    journal.close();
  }
}
