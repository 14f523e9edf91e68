import { createHash } from "node:crypto";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Random numbers in [0, 1), the same for the same seed. */
export type Random = () => number;

/**
 * Makes a stream of random numbers for a seed and, within it, for a name such as `kit/koro-3/habits`.
 * Whatever is drawn from one stream leaves all others as they are, so neither the order of kits nor
 * the number of threads changes a simulation.
 */
export function randomOf(seed: number, name: string): Random {
  const hash = createHash("sha256").update(`${seed}/${name}`).digest();
  const generator = xoroshiro128plus(hash.readInt32LE(0));
  return () => (generator.next() >>> 0) / 4294967296;
}
