import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Makes a secret of 128 random bits for a kit, as 32 hexadecimal digits. It is shown once. */
export function newSecret(): string {
  return randomBytes(16).toString("hex");
}

/** What the server keeps of a secret: a hash under a key that lies beside the journal, not in it. */
export function hashSecret(key: Buffer, secret: string): Buffer {
  return createHmac("sha256", key).update(secret).digest();
}

/** Whether a secret belongs to a hash, in a time that does not tell how much of it is right. */
export function isSecret(key: Buffer, secret: Buffer | string, hash: Buffer): boolean {
  return timingSafeEqual(hashSecret(key, secret.toString()), hash);
}

const KEY_bytes = 32;

/**
 * Reads the key of a data directory, making it where there is none.
 *
 * @throws Error where others than the owner may read it, or it is damaged
 */
export function loadKey(directory: string): Buffer {
  const file = join(directory, "secret.key");
  if (!existsSync(file)) makeKey(directory, file);
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others: run  chmod 600 ${file}`);
  }
  const key = readFileSync(file);
  if (key.length !== KEY_bytes) {
    throw new Error(
      `${file} is damaged: bring it back from a backup; without it no kit that is registered can sign in`,
    );
  }
  return key;
}

/** The key appears whole or not at all, and is on the disk before any secret is hashed under it. */
function makeKey(directory: string, file: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, randomBytes(KEY_bytes), { mode: 0o600 });
  synced(next);
  try {
    linkSync(next, file);
  } catch (error) {
    // another process was quicker: its key counts
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  rmSync(next);
  synced(directory);
}

function synced(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
