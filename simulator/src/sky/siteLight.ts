import type { Random } from "../random";
import { clearestOf, dailyClearness } from "./clearness";
import { type Climate, throughYear } from "./climate";
import { Clouds } from "./clouds";
import { NormalDraws } from "./normal";
import { MINUTES_PER_DAY, type SunDay } from "./sunDay";
import type { Weather } from "./weather";

/** What a spell of thick cloud leaves of the light of a clear day: overcast, see `clouds.ts`, with some gaps. Chosen. */
const THICK_CLOUD = 0.35;

/**
 * Clouds' part of what keeps light off (the other part is haze), as an exponent on the share that is left. Chosen: in
 * the rains nearly all; in the dry season about half on one day in four, when high cloud passes, and else none.
 */
const CLOUDS_IN_RAINS = 0.9;
const CLOUDS_ON_DRY_DAY = 0.5;
const DRY_CLOUDY_DAYS = 0.25;

/** Light on a level plane at a site, minute by minute. */
export class SiteLight {
  readonly level_W_per_m2 = new Float64Array(MINUTES_PER_DAY);
  readonly #climate: Climate;
  readonly #sun: SunDay;
  readonly #normals: NormalDraws;
  readonly #clouds = new Clouds();

  constructor(climate: Climate, sun: SunDay, random: Random) {
    this.#climate = climate;
    this.#sun = sun;
    this.#normals = new NormalDraws(random);
  }

  /** Draws the passing clouds of the day that the sun has moved on to. Once a day. */
  draw(): void {
    this.#clouds.draw(this.#normals, this.#sun);
  }

  /**
   * Works out the day's light.
   * @param cloudiness 0 = as the weather has it, 1 = thick cloud
   * @param noon_ms noon UTC of the day, in Unix ms
   * @returns the day's light over what is usual for its season
   */
  update(weather: Weather, cloudiness: number, noon_ms: number): number {
    const outside_Wh_per_m2 = this.#sun.extraterrestrial_Wh_per_m2;
    const mean = (throughYear(this.#climate.irradiation_kWh_per_m2, noon_ms) * 1000) / outside_Wh_per_m2;
    const clearest = clearestOf(mean, weather.wetness);
    const seasonal = dailyClearness(mean, clearest, weather.clearnessRank);
    const thick = clearest * THICK_CLOUD * (0.8 + 0.4 * weather.clearnessRank);
    const clearness = seasonal + cloudiness * (Math.min(seasonal, thick) - seasonal);

    // in the rains clouds take most of what a day lacks, in the dry season dust does
    const byClouds =
      CLOUDS_IN_RAINS * weather.wetness +
      (1 - weather.wetness) * (weather.cloudDraw < DRY_CLOUDY_DAYS ? CLOUDS_ON_DRY_DAY : 0);
    const share = byClouds + cloudiness * (1 - byClouds);
    const throughClouds = (clearness / clearest) ** share;
    this.#clouds.spread(this.level_W_per_m2, this.#sun, clearness * outside_Wh_per_m2, throughClouds, weather.wetness);
    return clearness / mean;
  }
}
