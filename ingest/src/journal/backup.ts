import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import Database from "libsql";
import { loadKey } from "../broker/credentials";
import { bytesOf, journalFile, versionOf } from "./database";
import { SCHEMA_VERSION } from "./schema";
import { structuralProblems, type Verified, verify } from "./verification";

/** What a backup holds. */
export interface BackupContent extends Omit<Verified, "problems"> {
  /** When it was made, Unix time in ms. */
  made_ms: number;
  bytes: number;
}

/** Told how far it has come: what is being done, and how much of it. */
export type OnStep = (step: "copying" | "verifying", done: number, total: number) => void;

const LOOK_EVERY_ms = 200;

/**
 * Makes a backup of a data directory, also while a service runs on it: one file that only its owner can read, with
 * everything that was committed before it began, and the key without which kits cannot sign in. It is read back.
 *
 * @throws Error where the file is there already or cannot be written, or what was read back is not what the journal holds
 */
export async function backUp(
  directory: string,
  file: string,
  onStep: OnStep = () => undefined,
): Promise<BackupContent> {
  const source = journalFile(directory);
  if (!existsSync(source)) throw new Error(`${directory} holds no journal`);
  if (existsSync(file)) throw new Error(`${file} is there already: name another file`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  // SQLite writes into an empty file that is there, and leaves its mode alone
  writeFileSync(part, "", { mode: 0o600 });
  const database = new Database(source);
  try {
    const version = versionOf(database);
    if (version !== SCHEMA_VERSION) {
      throw new Error(`the journal is of version ${version}: start the service once, which brings it up to date`);
    }
    const before = newestPosition(database);
    await copy(source, part, sizeOf(database), onStep);
    const made_ms = Date.now();
    seal(part, made_ms, loadKey(directory));
    const content = readBack(part, onStep);
    if (content.position < before)
      throw new Error(`report ${before} was there before, ${content.position} is the newest copied`);
    compare(database, part, content.position);
    renameSync(part, file);
    sync(dirname(file));
    return content;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    database.close();
  }
}

/**
 * Makes a data directory from a backup. The backup is read as a whole before, and the journal after.
 *
 * @throws Error where the directory holds anything, the file is no backup, or anything in it is wrong
 */
export function restore(file: string, directory: string, onStep: OnStep = () => undefined): BackupContent {
  if (!existsSync(file)) throw new Error(`there is no ${file}`);
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new Error(`${directory} is not empty: a backup is restored into a new directory`);
  }
  readBack(file, onStep);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const part = join(directory, "journal.part");
  try {
    writeFileSync(part, "", { mode: 0o600 });
    copyFileSync(file, part);
    const content = readBack(part, onStep);
    writeFileSync(join(directory, "secret.key"), open(part), { mode: 0o600, flag: "wx" });
    sync(join(directory, "secret.key"));
    sync(part);
    renameSync(part, journalFile(directory));
    sync(directory);
    return content;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

async function copy(from: string, to: string, bytes: number, onStep: OnStep): Promise<void> {
  const look = setInterval(() => onStep("copying", Math.min(statSync(to).size, bytes), bytes), LOOK_EVERY_ms);
  try {
    await new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./vacuumThread.mjs", import.meta.url), { workerData: { from, to } });
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
  } finally {
    clearInterval(look);
  }
  sync(to);
}

/** Puts in what makes a copy a backup. */
function seal(file: string, made_ms: number, key: Buffer): void {
  withDatabase(file, (database) => {
    database.exec("CREATE TABLE backup (made_ms INTEGER NOT NULL, secret_key BLOB NOT NULL)");
    database.prepare("INSERT INTO backup (made_ms, secret_key) VALUES (?, ?)").run(made_ms, key);
  });
  sync(file);
}

/** Takes out again what makes a copy a backup. Returns the key. */
function open(file: string): Buffer {
  return withDatabase(file, (database) => {
    const { key } = database.prepare("SELECT secret_key AS key FROM backup").get() as { key: Buffer };
    database.exec("DROP TABLE backup");
    return bytesOf(key);
  });
}

function readBack(file: string, onStep: OnStep): BackupContent {
  return withDatabase(file, (database) => {
    let made_ms: number;
    try {
      ({ made_ms } = database.prepare("SELECT made_ms FROM backup").get() as { made_ms: number });
    } catch (error) {
      throw new Error(`${file} is no backup of a journal, or is damaged: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const isOlder = versionOf(database) < SCHEMA_VERSION;
    const { problems, ...found } = isOlder
      ? { blocks: 0, reports: 0, readings: 0, position: 0, problems: structuralProblems(database, true) }
      : verify(database, (done, total) => onStep("verifying", done, total));
    if (problems.length > 0) throw new Error(`${file} is damaged: ${problems.join("; ")}`);
    return { ...found, made_ms, bytes: statSync(file).size };
  });
}

/** @throws Error where a block of the journal is not in the copy, or another one */
function compare(database: Database.Database, file: string, position: number): void {
  database.prepare("ATTACH ? AS copy").run(file);
  const { others } = database
    .prepare(`
      SELECT count(*) AS others FROM main.block AS own LEFT JOIN copy.block AS copied USING (position)
      WHERE position <= ? AND copied.checksum IS NOT own.checksum`)
    .get(position) as { others: number };
  database.exec("DETACH copy");
  if (others > 0) throw new Error(`${others} blocks of the journal are not in the copy`);
}

function withDatabase<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    // without a log beside it, so that it is one file
    database.pragma("journal_mode = DELETE");
    return work(database);
  } finally {
    database.close();
  }
}

function newestPosition(database: Database.Database): number {
  const rows = database.prepare("SELECT max(position) AS position FROM block").all() as { position: number | null }[];
  return rows[0]?.position ?? 0;
}

/** Bytes in use. */
function sizeOf(database: Database.Database): number {
  const value = (name: string) => Object.values((database.pragma(name) as Record<string, number>[])[0] ?? {})[0] ?? 0;
  return value("page_size") * (value("page_count") - value("freelist_count"));
}

function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
