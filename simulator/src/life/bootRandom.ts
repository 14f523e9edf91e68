import { randomOf } from "../random";

/**
 * The random bytes that a board's hardware gives in one of its boots: from them a board without
 * numbering takes its incarnation, so a native board and one that runs the bytecode take the same.
 */
export function bootRandom(seed: number, kit: string, boot: number): [number, number, number, number] {
  const random = randomOf(seed, `kit/${kit}/boot/${boot}`);
  const byte = () => Math.floor(256 * random());
  return [byte(), byte(), byte(), byte()];
}
