import type Database from "libsql";
import { versionOf } from "./database";
import { SCHEMA_VERSION } from "./schema";
import { toVersion3 } from "./toVersion3";
import { toVersion4 } from "./toVersion4";

/** How far bringing a journal up to date has come. */
export interface MigrationProgress {
  /** Versions of the journal: of the step that is being made. */
  from: number;
  to: number;
  /** Reports that are done, and that there are. */
  done: number;
  total: number;
}

export type OnMigration = (progress: MigrationProgress) => void;

/** A step to the next version. It runs in a transaction of its own, and tells how many reports are done. */
type Step = (database: Database.Database, tell: (done: number, total: number) => void) => void;

/** Steps by the version that they start from: one for every version since the first release. */
const steps: ReadonlyMap<number, Step> = new Map<number, Step>([
  [2, toVersion3],
  [3, toVersion4],
]);

/**
 * Brings an older journal up to date, a version at a time; each step is done as a whole or not at all.
 * It needs as much free room on the disk as the journal takes.
 *
 * @throws Error where a step fails, or does not find as many readings behind it as before: nothing is changed then
 */
export function migrate(database: Database.Database, onProgress: OnMigration = () => undefined): void {
  for (let from = versionOf(database); from < SCHEMA_VERSION; from = versionOf(database)) {
    const step = steps.get(from);
    if (!step) throw new Error(`there is no way from journal version ${from} to ${SCHEMA_VERSION}`);
    database.exec("BEGIN IMMEDIATE");
    try {
      // another process may have done it meanwhile
      if (versionOf(database) === from) {
        step(database, (done, total) => onProgress({ from, to: from + 1, done, total }));
        database.exec(`PRAGMA user_version = ${from + 1}`);
      }
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw new Error(
        `the journal could not be brought from version ${from} to ${from + 1}: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    }
  }
}
