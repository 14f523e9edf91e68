import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

/**
 * Reads the key of a data directory, making it where there is none.
 *
 * @throws Error where others than the owner may read it
 */
export function loadKey(directory: string): Buffer {
  const file = join(directory, "secret.key");
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  }
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others: run  chmod 600 ${file}`);
  }
  return readFileSync(file);
}
