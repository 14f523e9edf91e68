import type { Happening } from "./kinds";

/**
 * A number in [0, 1) that belongs to a happening: what is particular about it beyond its severity,
 * such as the hours in which a wall throws its shadow. Always the same for the same happening.
 *
 * @param salt another number for another trait, or for another hour of the happening
 */
export function characterOf(happening: Happening, salt: number): number {
  // FNV-1a over the kit's name and the minute of the onset, then the finaliser of MurmurHash3
  let hash = 0x811c9dc5 ^ Math.floor(happening.onset_ms / 60_000);
  const owner = happening.kit ?? happening.site;
  for (let index = 0; index < owner.length; index++) hash = Math.imul(hash ^ owner.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ salt, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}
