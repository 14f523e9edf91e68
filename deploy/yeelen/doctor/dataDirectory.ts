import { accessSync, constants, existsSync, type Stats, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { userInfo } from "node:os";
import { checkDataDirectory, freeSpace_bytes, journalSize_bytes, nearestExisting } from "@yeelen/ingest/dataDirectory";
import { journalFile } from "@yeelen/ingest/journal/database";
import { fail, type Finding, ok, warn } from "./finding";
import { sizeText } from "./sizes";

const DAY_ms = 24 * 3600_000;
/** Less than this is soon gone, whatever the growth: chosen, some ten times what SQLite's write-ahead log takes. */
const LEAST_FREE_bytes = 100 * 1024 * 1024;
/** Fewer days than this leave no time to get another disk: chosen. */
const FEW_DAYS = 30;
const LEAST_FREE_INODES = 100;
/** A journal that is younger says little of how it grows. */
const YOUNG_days = 2;

/** The data directory: there, its owner's, closed to others, with room to grow. */
export function checkData(directory: string, now_ms: number): Finding[] {
  try {
    checkDataDirectory(directory);
  } catch (error) {
    return [fail("data", (error as Error).message, "name another directory with --data (YEELEN_DATA)")];
  }
  if (!existsSync(directory)) {
    const found = warn(
      "data",
      `${directory} is not there yet`,
      "yeelen serve  makes it; if it should be there, name the right one with --data",
    );
    return [found, ...checkSpace(nearestExisting(directory), 0, undefined)];
  }
  const key = join(directory, "secret.key");
  const born_ms = statSync(key, { throwIfNoEntry: false })?.mtimeMs;
  return [
    ...checkAccess(directory),
    ...checkKey(key, existsSync(journalFile(directory))),
    ...checkSpace(directory, journalSize_bytes(directory), born_ms && (now_ms - born_ms) / DAY_ms),
  ];
}

function checkAccess(directory: string): Finding[] {
  const problems: Finding[] = [];
  for (const path of [directory, journalFile(directory), `${journalFile(directory)}-wal`]) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) continue;
    if (!isWritable(path))
      problems.push(fail("data", `${path} cannot be written by ${userInfo().username}`, ownAdvice(path)));
    else if (isForeign(stats)) problems.push(warn("data", `${path} belongs to another user`, ownAdvice(path)));
    if (isOpen(stats)) {
      const mode = stats.isDirectory() ? "700" : "600";
      problems.push(warn("data", `${path} is open to other users of this machine`, `chmod ${mode} ${path}`));
    }
  }
  return problems.length > 0 ? problems : [ok("data", directory)];
}

function checkKey(key: string, hasJournal: boolean): Finding[] {
  const stats = statSync(key, { throwIfNoEntry: false });
  if (!stats) {
    if (!hasJournal) return [];
    return [
      fail(
        "secret.key",
        "it is gone: no kit that is registered can sign in",
        `restore ${key} from a backup; without one every kit needs a new secret (yeelen kits add)`,
      ),
    ];
  }
  if (isOpen(stats))
    return [fail("secret.key", "others may read it, and the service does not start", `chmod 600 ${key}`)];
  if (!isReadable(key)) return [fail("secret.key", `${userInfo().username} may not read it`, ownAdvice(key))];
  if (stats.size !== 32)
    return [fail("secret.key", `it has ${stats.size} bytes instead of 32`, `restore ${key} from a backup`)];
  return [ok("secret.key", "there, and closed to others")];
}

/** @param age_days how long the journal has been growing, where that is known */
function checkSpace(directory: string, journal_bytes: number, age_days: number | undefined): Finding[] {
  const { files, ffree } = statfsSync(directory);
  const free_bytes = freeSpace_bytes(directory);
  const findings: Finding[] = [];
  const sizes = `${sizeText(free_bytes)} free, the journal takes ${sizeText(journal_bytes)}`;
  const advice = "make room, or move the data directory to a larger disk";
  if (age_days === undefined || age_days < YOUNG_days) {
    findings.push(
      free_bytes < LEAST_FREE_bytes
        ? fail("space", sizes, advice)
        : ok("space", `${sizes}; how fast it grows cannot be said yet`),
    );
  } else {
    const growth_bytes = journal_bytes / age_days;
    const days = Math.floor(free_bytes / Math.max(1, growth_bytes));
    const lasts = days > 3650 ? "years" : `${days} days`;
    const found = `${sizes} and grows by ${sizeText(growth_bytes)} a day: it lasts for ${lasts}`;
    if (free_bytes < LEAST_FREE_bytes) findings.push(fail("space", found, advice));
    else findings.push(days < FEW_DAYS ? warn("space", found, advice) : ok("space", found));
  }
  // some file systems (btrfs) have no fixed number of them and say 0
  if (files > 0 && ffree < LEAST_FREE_INODES) {
    findings.push(
      fail(
        "inodes",
        `${ffree} of ${files} left: no more files can be made`,
        "remove small files that nobody needs (df -i shows where)",
      ),
    );
  }
  return findings;
}

function isOpen(stats: Stats): boolean {
  return process.platform !== "win32" && (stats.mode & 0o077) !== 0;
}

function isForeign(stats: Stats): boolean {
  return process.getuid !== undefined && stats.uid !== process.getuid();
}

function isWritable(path: string): boolean {
  return isAllowed(path, constants.W_OK);
}

function isReadable(path: string): boolean {
  return isAllowed(path, constants.R_OK);
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function ownAdvice(path: string): string {
  return `run this as the user that runs the service, or  chown ${userInfo().username} ${path}`;
}
