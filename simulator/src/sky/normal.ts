import type { Random } from "../random";

/** Draws from the standard normal distribution, two by two (Box and Muller 1958). */
export class NormalDraws {
  readonly #random: Random;
  #second = Number.NaN;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): number {
    if (!Number.isNaN(this.#second)) {
      const second = this.#second;
      this.#second = Number.NaN;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random()));
    const angle = 2 * Math.PI * this.#random();
    this.#second = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/** Share of standard normal draws that are below z, to 1e-7 (Abramowitz and Stegun 1964, 26.2.17). */
export function normalShareBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - above : above;
}
