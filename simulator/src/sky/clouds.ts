import type { NormalDraws } from "./normal";
import { MINUTES_PER_DAY, type SunDay } from "./sunDay";

/**
 * An overcast sky lets through a quarter of the light of a clear one: Kasten and Czeplak 1980, Solar Energy 24,
 * 177-189: 1 - 0.75 · cover^3.4.
 */
const CLOUD_DEPTH = 0.75;

/** Single cumulus pass in minutes, fields of them in the better part of an hour. Chosen. */
const CLOUD_min = 5;
const FIELD_min = 45;

/** Rise of the normal score over which a minute goes from free to covered: the soft edge of a cloud. Chosen. */
const EDGE = 0.4;

/** How far clouds shift from morning to late afternoon in the rains, in normal scores. Chosen. */
const AFTERNOON_SHIFT = 1.2;

/**
 * Global irradiance on a level plane under a clear sky, at mean sun distance (Haurwitz 1945, Journal of Meteorology
 * 2, 154-166, with the figures of pvlib 0.16, clearsky.haurwitz). Only its shape through the day counts here.
 */
export function clearSky_W_per_m2(sineOfAltitude: number): number {
  return sineOfAltitude > 0 ? 1098 * sineOfAltitude * Math.exp(-0.059 / sineOfAltitude) : 0;
}

/** What clouds do within one day over a site. */
export class Clouds {
  /** Normal score of each minute: high under a cloud. */
  readonly #scores = new Float64Array(MINUTES_PER_DAY);

  /** Draws a day's passing clouds: two processes that forget with 5 and 45 minutes, of equal weight. */
  draw(normals: NormalDraws, sun: SunDay): void {
    const keepCloud = Math.exp(-1 / CLOUD_min);
    const keepField = Math.exp(-1 / FIELD_min);
    const newCloud = Math.sqrt(1 - keepCloud ** 2);
    const newField = Math.sqrt(1 - keepField ** 2);
    let cloud = normals.next();
    let field = normals.next();
    for (let minute = sun.rise_min; minute < sun.set_min; minute++) {
      cloud = keepCloud * cloud + newCloud * normals.next();
      field = keepField * field + newField * normals.next();
      this.#scores[minute] = (cloud + field) * Math.SQRT1_2;
    }
  }

  /**
   * Spreads a day's light over its minutes: the shape of a clear sky, with as many clouds before it as make up their
   * part of what the day lacks. The rest is haze and dims all minutes alike.
   * @param level_W_per_m2 receives the light on a level plane, 1,440 minutes
   * @param energy_Wh_per_m2 light of the whole day on a level plane; the minutes add up to it
   * @param throughClouds share of the light of a cloudless day that clouds let through over the day, 0 to 1
   * @param wetness 0 in the dry season to 1 in the rains, when clouds grow in the afternoon
   */
  spread(
    level_W_per_m2: Float64Array,
    sun: SunDay,
    energy_Wh_per_m2: number,
    throughClouds: number,
    wetness: number,
  ): void {
    // a day dimmer than overcast has thicker clouds
    const depth = Math.max(CLOUD_DEPTH, 1 - 0.8 * throughClouds);
    const threshold = this.#threshold(sun, throughClouds, depth, wetness);
    level_W_per_m2.fill(0);
    let sum = 0;
    for (let minute = sun.rise_min; minute < sun.set_min; minute++) {
      const clear = clearSky_W_per_m2(sun.sineOfAltitude[minute] ?? 0);
      const light = clear * (1 - depth * this.#cover(minute, threshold, wetness));
      level_W_per_m2[minute] = light;
      sum += light;
    }
    const scale = (energy_Wh_per_m2 * 60) / sum;
    for (let minute = sun.rise_min; minute < sun.set_min; minute++) {
      level_W_per_m2[minute] = (level_W_per_m2[minute] ?? 0) * scale;
    }
  }

  /** Share of the sun that clouds hide in a minute, 0 to 1. */
  #cover(minute: number, threshold: number, wetness: number): number {
    const shift = wetness * AFTERNOON_SHIFT * (minute / 720 - 1);
    const cover = ((this.#scores[minute] ?? 0) + shift - threshold) / EDGE + 0.5;
    return cover < 0 ? 0 : cover > 1 ? 1 : cover;
  }

  /** The normal score at which clouds begin, so that over the day they let through the share asked for. */
  #threshold(sun: SunDay, throughClouds: number, depth: number, wetness: number): number {
    let low = -6;
    let high = 6;
    for (let halving = 0; halving < 14; halving++) {
      const middle = (low + high) / 2;
      let clearSum = 0;
      let sum = 0;
      // every third minute tells enough about the day
      for (let minute = sun.rise_min; minute < sun.set_min; minute += 3) {
        const weight = sun.sineOfAltitude[minute] ?? 0;
        clearSum += weight;
        sum += weight * (1 - depth * this.#cover(minute, middle, wetness));
      }
      if (sum < throughClouds * clearSum) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }
}
