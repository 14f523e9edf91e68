import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A kit's settings as the DeviceScript CLI takes them to the board along with the program: lines of
 * `name=value`, the value in JSON, because the CLI reads what looks like a number as one. A line with
 * a `#` anywhere is a comment to it, and what is left empty deletes the setting.
 */
export type KitSettings = Record<string, string | number | boolean>;

const DEFAULTS = ".env.defaults";
const LOCAL = ".env.local";

export interface KitFiles {
  /** What anyone may read. */
  defaults: KitSettings;
  /** What makes the board this kit: its secret, its network. Readable by the owner alone. */
  local: KitSettings;
}

/**
 * Makes sure that files can be written before a secret is changed that only they will hold.
 *
 * @throws Error where they cannot
 */
export function makeWritable(directory: string): void {
  mkdirSync(directory, { recursive: true });
  accessSync(directory, constants.W_OK);
  for (const file of [join(directory, DEFAULTS), join(directory, LOCAL)]) {
    if (existsSync(file)) accessSync(file, constants.W_OK);
  }
}

/** @throws RangeError where the CLI would not take a value to the board as it is */
export function writeKitFiles(directory: string, { defaults, local }: KitFiles): void {
  const contents: [string, string, number][] = [
    [DEFAULTS, linesOf(defaults), 0o644],
    [LOCAL, linesOf(local), 0o600],
  ];
  makeWritable(directory);
  for (const [name, text, mode] of contents) {
    const file = join(directory, name);
    // before it holds anything, in case it was there and open to others
    if (existsSync(file)) chmodSync(file, mode);
    writeFileSync(file, text, { mode });
  }
}

/** What the files of a directory say so far; nothing where there are none, or somebody wrote them by hand. */
export function readKitFiles(directory: string): KitFiles {
  return { defaults: settingsIn(join(directory, DEFAULTS)), local: settingsIn(join(directory, LOCAL)) };
}

function settingsIn(file: string): KitSettings {
  const settings: KitSettings = {};
  if (!existsSync(file)) return settings;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const at = line.indexOf("=");
    if (at < 0) continue;
    try {
      settings[line.slice(0, at)] = JSON.parse(line.slice(at + 1)) as string;
    } catch {
      // not one of ours
    }
  }
  return settings;
}

function linesOf(settings: KitSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const line = `${name}=${JSON.stringify(value)}\n`;
      if (line.includes("#")) throw new RangeError(`${name}: a setting cannot hold a #`);
      return line;
    })
    .join("");
}
