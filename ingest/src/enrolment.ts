import { hashSecret, loadKey, newSecret } from "./broker/credentials";
import { Journal } from "./journal/journal";
import type { NewKit } from "./journal/kits";

/**
 * Registers kits with a data directory, whether a service runs on it or not, each with a new secret.
 *
 * @param replace whether kits that are registered already get what is said here and a new secret
 * @returns secrets by kit code; they are kept nowhere else
 * @throws Error where a code is taken and nothing is to be replaced: then none is registered
 */
export function enrol(
  directory: string,
  kits: readonly Omit<NewKit, "secretHash">[],
  { replace = false } = {},
): Map<string, string> {
  const journal = Journal.open(directory);
  try {
    const key = loadKey(directory);
    const secrets = new Map<string, string>();
    journal.transaction(() => {
      for (const kit of kits) {
        const secret = newSecret();
        const entry = { ...kit, secretHash: hashSecret(key, secret) };
        if (replace) journal.kits.addOrReplace(entry, Date.now());
        else journal.kits.add(entry, Date.now());
        secrets.set(kit.code, secret);
      }
    });
    return secrets;
  } finally {
    journal.close();
  }
}
