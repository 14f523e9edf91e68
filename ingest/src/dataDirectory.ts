import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * File systems of the kernel's own, which keep no files: proc, sysfs, devpts, cgroup, cgroup2, debugfs,
 * tracefs, securityfs (linux/magic.h). Node hangs when it is to make a directory in the first.
 */
const NO_STORAGE = new Set([0x9fa0, 0x62656572, 0x1cd1, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0x73636673]);

/**
 * Makes sure that a data directory is, or can be made, on a disk.
 *
 * @throws Error that says what is wrong with it
 */
export function checkDataDirectory(directory: string): void {
  const existing = nearestExisting(directory);
  if (!statSync(existing).isDirectory()) throw new Error(`data directory ${directory}: ${existing} is no directory`);
  if (NO_STORAGE.has(statfsSync(existing).type)) {
    throw new Error(`data directory ${directory}: the file system at ${existing} keeps no files`);
  }
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(`data directory ${directory}: this user may not write to ${existing}`);
  }
}

/** The directory itself, or the nearest above it that is there. */
export function nearestExisting(directory: string): string {
  let existing = resolve(directory);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  return existing;
}

/** What the journal's files take on the disk, in bytes. */
export function journalSize_bytes(directory: string): number {
  const sizes = readdirSync(directory)
    .filter((name) => name.startsWith("journal"))
    .map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Free space for this user on the disk that holds a directory, in bytes. */
export function freeSpace_bytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
