/*
 * Clearness index of a day: the share of the light at the top of the atmosphere that reaches a level plane.
 *
 * Its days follow the distribution of Bendt, Collares-Pereira and Rabl (1981, Solar Energy 27, 1-5): a density that
 * grows exponentially from the dimmest to the clearest day of the season, as steeply as the mean of the season asks.
 * Dimmest and clearest are chosen so that days spread as those measured at Kankan do (World Bank/ESMAP/WAPP 2021 to
 * 2023): standard deviation 0.06 to 0.08 in the dry season, 0.11 to 0.13 in the rains.
 */

/** The dimmest day. At Kankan the dimmest of each month had 0.10 (June) to 0.38 (November). */
const DIMMEST = 0.15;

/** The clearest day of the rains. At Kankan the clearest of their months had 0.68 to 0.71; the north is drier. */
const CLEAREST_IN_RAINS = 0.72;

/**
 * How far the clearest day of the dry season lies above its mean. At Kankan 0.07 to 0.10 from November to February,
 * under a haze that differs from month to month and is hardly ever gone.
 */
const ABOVE_DRY_MEAN = 0.075;

/**
 * @param mean the mean clearness of the season
 * @param wetness 0 in a month without rain, 1 in the wettest
 * @returns the clearness of the clearest day of the season
 */
export function clearestOf(mean: number, wetness: number): number {
  return wetness * CLEAREST_IN_RAINS + (1 - wetness) * (mean + ABOVE_DRY_MEAN);
}

/** Mean of a density that grows as e^(steepness · k) between the dimmest and the clearest. */
function meanOf(steepness: number, clearest: number): number {
  const width = clearest - DIMMEST;
  const x = steepness * width;
  if (Math.abs(x) < 1e-6) return DIMMEST + width / 2;
  return DIMMEST + width * (1 / (1 - Math.exp(-x)) - 1 / x);
}

/** The steepness that has a given mean. */
function steepnessOf(mean: number, clearest: number): number {
  let low = -100;
  let high = 400;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (meanOf(middle, clearest) < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * @param mean the mean clearness of the season, between the dimmest and the clearest
 * @param clearest the clearness of its clearest day
 * @param rank 0 to 1: the share of days of the season that are dimmer than this one
 * @returns the day's clearness
 */
export function dailyClearness(mean: number, clearest: number, rank: number): number {
  const steepness = steepnessOf(mean, clearest);
  const width = clearest - DIMMEST;
  const x = steepness * width;
  if (Math.abs(x) < 1e-6) return DIMMEST + width * rank;
  // the inverse of the cumulative distribution, written so that no term overflows
  return clearest + Math.log(rank + (1 - rank) * Math.exp(-x)) / steepness;
}

/**
 * How much of a day's clearness, as a normal score, the next day keeps. Measured at Kankan: 0.3 to 0.45 from November
 * to February, when haze comes and goes in spells, and none on average in the rains.
 * @param wetness 0 in a month without rain, 1 in the wettest
 */
export function persistence(wetness: number): number {
  return 0.45 - 0.4 * wetness;
}
