import type { Logger } from "pino";
import type { OnMigration } from "./journal/migrations";

/** How often progress is logged. */
const EVERY_ms = 10_000;

/** Says in the log that a journal is brought up to date, how far it has come, and when it is done. */
export function loggedMigration(log: Pick<Logger, "info">): OnMigration {
  let told_ms = -Infinity;
  return ({ from, to, done, total }) => {
    const isDone = done === total;
    if (!isDone && performance.now() - told_ms < EVERY_ms) return;
    const isFirst = told_ms === -Infinity;
    told_ms = performance.now();
    if (isFirst) log.info({ from, to, reports: total }, "the journal is of an older version and is brought up to date");
    else
      log.info(
        { from, to, done: Math.floor(done), reports: total },
        isDone ? "the journal is up to date" : "bringing the journal up to date",
      );
  };
}
