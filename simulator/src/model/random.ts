import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Random numbers in [0, 1), the same for the same seed. */
export type Random = () => number;

/** Makes a source of random numbers for a seed and, within it, for a name: each kit has its own. */
export function randomOf(seed: number, name: string): Random {
  let hash = seed | 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  const generator = xoroshiro128plus(hash);
  return () => uniformFloat64(generator);
}
