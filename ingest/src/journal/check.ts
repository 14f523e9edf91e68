import { existsSync } from "node:fs";
import Database from "libsql";
import { journalFile, versionOf } from "./database";
import { SCHEMA_VERSION } from "./schema";
import { structuralProblems, type Verified, verify } from "./verification";

/**
 * Looks whether a journal is damaged, without changing anything, also while a service writes it.
 *
 * @param isFull whether every report is read as well, and compared with index and numbering
 * @returns what is wrong; with `isFull` also how much was read
 */
export function checkJournal(
  directory: string,
  isFull: boolean,
  onProgress?: (done: number, total: number) => void,
): Pick<Verified, "problems"> & Partial<Verified> {
  const file = journalFile(directory);
  if (!existsSync(file)) return { problems: [`${directory} holds no journal`] };
  const database = new Database(file);
  try {
    database.pragma("busy_timeout = 10000");
    if (!isFull) return { problems: structuralProblems(database) };
    if (versionOf(database) !== SCHEMA_VERSION) {
      return {
        problems: [
          `the journal is of version ${versionOf(database)}: start the service once, which brings it up to date`,
        ],
      };
    }
    return verify(database, onProgress);
  } catch (error) {
    return { problems: [(error as Error).message] };
  } finally {
    database.close();
  }
}
