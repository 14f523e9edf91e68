import { randomOf } from "../random";

/**
 * The random bytes that a board's hardware gives in one of its boots: from them a board without
 * numbering takes its incarnation, so a native board and one that runs the bytecode take the same.
 */
export function bootRandom(seed: number, kit: string, boot: number): Uint8Array {
  const random = randomOf(seed, `kit/${kit}/boot/${boot}`);
  return Uint8Array.from({ length: 4 }, () => Math.floor(256 * random()));
}
