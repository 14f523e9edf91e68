import { type Random, randomOf } from "../random";
import { inMonth, throughYear, type Climate } from "./climate";
import { persistence } from "./clearness";
import { NormalDraws, normalShareBelow } from "./normal";

/**
 * Share of the variance of a day that all sites of a region have in common. Chosen: haze and the rain systems of the
 * Sahel are hundreds of kilometres wide, single storms some tens.
 */
const REGIONAL = { clearness: 0.75, rain: 0.4, warmth: 0.85, dust: 0.7 } as const;

/** How strongly rain falls on dim days, as a correlation of normal scores. Chosen. */
const RAIN_ON_DIM_DAYS = 0.6;

/** How much more dust settles on hazy days of the dry season, as a correlation of normal scores. Chosen. */
const DUST_ON_HAZY_DAYS = 0.6;

/** Spread of the logarithm of a day's dust. Chosen: one day in forty brings more than three times the usual. */
const DUST_SPREAD = 0.6;

/** A warm or cool spell lasts some days. Chosen; day-to-day correlations of 0.6 to 0.8 are usual on land. */
const WARMTH_PERSISTENCE = 0.7;

/**
 * Daily rain is a Weibull draw of shape 0.8: many small falls, few large. The shape is chosen; in the Gourma of Mali,
 * too, a large part of the rain falls in few intense events (Frappart et al. 2009, hal.ird.fr/ird-00392532).
 */
const RAIN_SHAPE = 0.8;
/** Gamma(1 + 1 / 0.8): its mean over its scale. */
const RAIN_MEAN_OVER_SCALE = 1.133;

/** What the draws say of one day at one site, before any happening. */
export interface Weather {
  /** Share of the season's days that are dimmer than this one. */
  clearnessRank: number;
  /** 0 in a month without rain, 1 in one with ten rain days or more. */
  wetness: number;
  rain_mm: number;
  /** Standard score of how warm the day is for its season. */
  warmth: number;
  /** Factor on the dust that settles, 1 on average. */
  dust: number;
  /** A draw from 0 to 1 that decides whether clouds pass on a day of the dry season. */
  cloudDraw: number;
}

/** Normal scores of one stream that remember the day before. */
class Scores {
  readonly #normals: NormalDraws;
  clearness: number;
  warmth: number;
  rain = 0;
  dust = 0;

  constructor(random: Random) {
    this.#normals = new NormalDraws(random);
    this.clearness = this.#normals.next();
    this.warmth = this.#normals.next();
  }

  advance(clearnessPersistence: number): void {
    this.clearness = remembering(this.clearness, clearnessPersistence, this.#normals.next());
    this.warmth = remembering(this.warmth, WARMTH_PERSISTENCE, this.#normals.next());
    this.rain = this.#normals.next();
    this.dust = this.#normals.next();
  }
}

function remembering(before: number, share: number, fresh: number): number {
  return share * before + Math.sqrt(1 - share * share) * fresh;
}

/** The weather of a site, day after day: part of it that of the region, part its own. */
export class SiteWeather {
  readonly #climate: Climate;
  readonly #regional: Scores;
  readonly #local: Scores;
  readonly #random: Random;

  /**
   * @param region stream name of what all sites of the region share
   * @param site stream name of what only this site has
   */
  constructor(climate: Climate, seed: number, region: string, site: string) {
    this.#climate = climate;
    this.#regional = new Scores(randomOf(seed, region));
    this.#random = randomOf(seed, site);
    this.#local = new Scores(this.#random);
  }

  /** Draws the next day, which begins at a midnight in Unix ms. */
  next(midnight_ms: number): Weather {
    const noon_ms = midnight_ms + 43_200_000;
    const wetness = Math.min(1, throughYear(this.#climate.rainDays, noon_ms) / 10);
    const kept = persistence(wetness);
    this.#regional.advance(kept);
    this.#local.advance(kept);

    const clearness = this.#joint("clearness");
    const rain = -RAIN_ON_DIM_DAYS * clearness + Math.sqrt(1 - RAIN_ON_DIM_DAYS ** 2) * this.#joint("rain");
    const haze = DUST_ON_HAZY_DAYS * (1 - wetness);
    const dust = -haze * clearness + Math.sqrt(1 - haze * haze) * this.#joint("dust");
    return {
      clearnessRank: normalShareBelow(clearness),
      wetness,
      rain_mm: this.#rain_mm(rain, midnight_ms, this.#random()),
      warmth: this.#joint("warmth"),
      // log-normal with a mean of 1
      dust: Math.exp(DUST_SPREAD * dust - DUST_SPREAD ** 2 / 2),
      cloudDraw: this.#random(),
    };
  }

  #joint(what: keyof typeof REGIONAL): number {
    const share = REGIONAL[what];
    return Math.sqrt(share) * this.#regional[what] + Math.sqrt(1 - share) * this.#local[what];
  }

  #rain_mm(score: number, midnight_ms: number, draw: number): number {
    const date = new Date(midnight_ms);
    const days = inMonth(this.#climate.rainDays, midnight_ms);
    const daysOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    if (days === 0 || normalShareBelow(score) < 1 - days / daysOfMonth) return 0;
    const mean_mm = inMonth(this.#climate.rain_mm, midnight_ms) / days;
    return (mean_mm / RAIN_MEAN_OVER_SCALE) * (-Math.log(1 - draw)) ** (1 / RAIN_SHAPE);
  }
}
