import { randomOf } from "../random";
import { airOfDay, type Range } from "./air";
import { type Climate, climateOf, DUST_PER_DAY, throughYear } from "./climate";
import { lightOnPanel } from "./panelLight";
import type { Place, Region } from "./regions";
import { SiteLight } from "./siteLight";
import { MINUTES_PER_DAY, SunDay } from "./sunDay";
import { SiteWeather, type Weather } from "./weather";

const DAY_ms = 86_400_000;

/** Warm and cool spells: standard deviation of a day's temperature from its season's, dry and in the rains. Chosen. */
const WARMTH_DRY_K = 2.2;
const WARMTH_WET_K = 1.5;

/** One day of sky over a site. */
export interface SkyDay {
  /** On the plane of a panel as the kits are put up, see `PANEL_TILT_deg`; one value a minute. */
  irradiance_W_per_m2: Float32Array;
  /** Outdoor air in the shade; one value a minute. */
  ambient_degC: Float32Array;
  rain_mm: number;
  /** Share of light that the dust settling this day keeps off a clean panel. */
  dustDeposit: number;
}

/** The sky over a site. Everyone at the site is under the same, and sites of a region share most of their weather. */
export class SiteSky {
  readonly #climate: Climate;
  readonly #start_ms: number;
  readonly #sun: SunDay;
  readonly #weather: SiteWeather;
  readonly #light: SiteLight;
  readonly #sky: SkyDay = {
    irradiance_W_per_m2: new Float32Array(MINUTES_PER_DAY),
    ambient_degC: new Float32Array(MINUTES_PER_DAY),
    rain_mm: 0,
    dustDeposit: 0,
  };

  #index = -1;
  #cloudiness = Number.NaN;
  #today: Weather;
  #tomorrow: Weather;
  #yesterdaysEvening_degC = Number.NaN;
  #evening_degC = Number.NaN;

  /**
   * @param options.site name of the site; with the seed it decides what the site does not share with its region
   * @param options.start_ms midnight UTC of day 0, in Unix ms
   */
  constructor(options: { region: Region; place: Place; site: string; seed: number; start_ms: number }) {
    const { region, place, site, seed, start_ms } = options;
    if (start_ms % DAY_ms !== 0) throw new RangeError(`start_ms ${start_ms} is not a midnight UTC`);
    this.#climate = climateOf(region);
    this.#start_ms = start_ms;
    this.#sun = new SunDay(place);
    this.#weather = new SiteWeather(this.#climate, seed, `sky/${region}`, `sky/${region}/${site}`);
    this.#light = new SiteLight(this.#climate, this.#sun, randomOf(seed, `sky/${region}/${site}/clouds`));
    this.#today = this.#weather.next(start_ms);
    this.#tomorrow = this.#today;
  }

  /**
   * Days are asked for in order, each once or again; days left out pass as the season has them.
   * @param cloudiness 0 = as the season has it, up to 1 = a spell of thick cloud is laid over the day
   * @returns the day; it and its arrays are used again for the next
   * @throws RangeError for a day before the last one asked for
   */
  day(index: number, cloudiness: number): SkyDay {
    if (!(index >= this.#index && Number.isInteger(index))) {
      throw new RangeError(`day ${index} was asked for after day ${this.#index}`);
    }
    while (this.#index < index - 1) this.#begin(0);
    if (this.#index < index) this.#begin(cloudiness);
    else if (this.#cloudiness !== cloudiness) this.#fill(cloudiness);
    return this.#sky;
  }

  #begin(cloudiness: number): void {
    this.#index++;
    if (this.#index > 0) this.#today = this.#tomorrow;
    const midnight_ms = this.#start_ms + this.#index * DAY_ms;
    this.#tomorrow = this.#weather.next(midnight_ms + DAY_ms);
    this.#sun.moveTo(midnight_ms);
    this.#light.draw();
    this.#yesterdaysEvening_degC = this.#evening_degC;
    this.#fill(cloudiness);
  }

  #fill(cloudiness: number): void {
    this.#cloudiness = cloudiness;
    const midnight_ms = this.#start_ms + this.#index * DAY_ms;
    const noon_ms = midnight_ms + DAY_ms / 2;
    const brightness = this.#light.update(this.#today, cloudiness, noon_ms);
    lightOnPanel(this.#sky.irradiance_W_per_m2, this.#light.level_W_per_m2, this.#sun);
    this.#fillAir(brightness, noon_ms);
    this.#sky.rain_mm = this.#today.rain_mm;
    this.#sky.dustDeposit = throughYear(DUST_PER_DAY, noon_ms) * this.#today.dust;
  }

  /** @param brightness the day's light over that of its season */
  #fillAir(brightness: number, noon_ms: number): void {
    const range = this.#rangeOf(this.#today, noon_ms);
    const tomorrow = this.#rangeOf(this.#tomorrow, noon_ms + DAY_ms);
    // under cloud the day warms less; that the range goes with the light is Bristow and Campbell 1984; a half is chosen
    range.warmest_degC -= 0.5 * (1 - brightness) * (range.warmest_degC - range.coolest_degC);
    const evening_degC = Number.isNaN(this.#yesterdaysEvening_degC)
      ? range.coolest_degC + 0.6 * (range.warmest_degC - range.coolest_degC)
      : this.#yesterdaysEvening_degC;
    this.#evening_degC = airOfDay(this.#sky.ambient_degC, this.#sun, range, evening_degC, tomorrow.coolest_degC);
  }

  #rangeOf(weather: Weather, noon_ms: number): Range {
    const departure_K = weather.warmth * (WARMTH_DRY_K + (WARMTH_WET_K - WARMTH_DRY_K) * weather.wetness);
    return {
      coolest_degC: throughYear(this.#climate.coolest_degC, noon_ms) + departure_K,
      warmest_degC: throughYear(this.#climate.warmest_degC, noon_ms) + departure_K,
    };
  }
}
