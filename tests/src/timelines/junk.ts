import { flashKeys } from "@yeelen/firmware/kit/store";
import { FLASH_bytes, recordCost_bytes } from "@yeelen/firmware/kit/wear";
import type { SettingValue } from "@yeelen/simulator/vm/settings";

/**
 * Foreign records that fill the flash of a board, and go again. The runtime keeps 32 bytes for a record that was deleted,
 * so there are always as many.
 */
const RECORDS = 36;
/** What a record of no bytes costs. So much stays free, or nothing could ever be deleted again. */
const LEAST_bytes = recordCost_bytes(0);

/** One of the two halves of the flash, as the runtime lays it out: a header, then an entry for each record written. */
const HALF_bytes = 8192;
const HEADER_bytes = 24;
const ENTRY_bytes = 24;
/** In an entry, behind its key. */
const OFFSET_AT = 16;
const SIZE_AT = 20;
const MAGIC = 0x52545346;

const nameOf = (i: number) => `junk${i}`;

/** What deletes all of it. */
export function noJunk(): Record<string, SettingValue> {
  return Object.fromEntries(Array.from({ length: RECORDS }, (_, i) => [nameOf(i), null]));
}

/** What fills a flash so that nothing more fits. @param content the flash as it is now */
export function junkFor(content: Uint8Array): Record<string, SettingValue> {
  let free_bytes = FLASH_bytes - LEAST_bytes;
  const junk: Record<string, SettingValue> = {};
  const present = records(content);
  // a small record under a new key would take what is to stay free; one that is there already is only replaced
  for (const key of flashKeys().filter((name) => !/^b\d/.test(name) && !present.has(`:${name}`))) {
    junk[key] = null;
    free_bytes -= LEAST_bytes;
  }
  for (const [key, size_bytes] of present) {
    if (key.startsWith("*")) free_bytes -= ENTRY_bytes;
    else if (!key.startsWith(":junk")) free_bytes -= recordCost_bytes(size_bytes);
  }
  for (let i = 0; i < RECORDS; i++) {
    const cost_bytes = Math.max(LEAST_bytes, 8 * Math.floor(free_bytes / (RECORDS - i) / 8));
    free_bytes -= cost_bytes;
    // without its quotes
    junk[nameOf(i)] = "x".repeat(cost_bytes - ENTRY_bytes - 2);
  }
  return junk;
}

/** Whether there is any in a flash. */
export function hasJunk(content: Uint8Array): boolean {
  return [...records(content)].some(([key, size_bytes]) => key.startsWith(":junk") && size_bytes > 0);
}

/** The same flash after all of it was deleted. */
export function withoutJunk(content: Uint8Array): Uint8Array {
  const flash = Buffer.from(content);
  for (const [at, key] of entries(flash)) if (key.startsWith(":junk")) flash.writeUInt32LE(0, at + SIZE_AT);
  return Uint8Array.from(flash);
}

/** The size of the newest record under each key. */
function records(content: Uint8Array): Map<string, number> {
  const flash = Buffer.from(content);
  return new Map(entries(flash).map(([at, key]) => [key, flash.readUInt32LE(at + SIZE_AT)]));
}

/** Where the entries of the half in use are, and their keys: a colon before that of a setting, a star before what lies elsewhere. */
function entries(flash: Buffer): [at: number, key: string][] {
  const found: [number, string][] = [];
  const halves = [0, HALF_bytes].filter((at) => flash.length > at && flash.readUInt32LE(at) === MAGIC);
  const newest = halves.toSorted((a, b) => flash.readUInt32LE(b + 8) - flash.readUInt32LE(a + 8))[0];
  if (newest === undefined) return found;
  for (let at = newest + HEADER_bytes; flash.readUInt32LE(at + OFFSET_AT) !== 0xffffffff; at += ENTRY_bytes) {
    found.push([at, flash.toString("latin1", at, flash.indexOf(0, at))]);
  }
  return found;
}
