import { getTimes } from "suncalc";
import { amountOf } from "../happenings/apply";
import type { Happening } from "../happenings/kinds";
import { SiteNetwork } from "../link/siteNetwork";
import { randomOf } from "../random";
import type { PlannedSite } from "../scenario/plan";
import { SiteSky, type SkyDay } from "../sky/siteSky";

export const DAY_ms = 86_400_000;
export const MINUTES = 1440;

/** A day of a site: what all its kits share. */
export interface SiteDay {
  index: number;
  start_ms: number;
  sky: SkyDay;
  /** For each minute 1 where the site has network, else 0. */
  network: Uint8Array;
  sunrise_min: number;
  sunset_min: number;
}

/** A site: its sky and its mobile network, day after day. */
export class SiteLife {
  private readonly sky: SiteSky;
  private readonly network: SiteNetwork;
  private day: SiteDay | undefined;

  /** @param happenings those of the site itself; looked at anew every day */
  constructor(
    private readonly site: PlannedSite,
    private readonly happenings: readonly Happening[],
    seed: number,
    private readonly start_ms: number,
  ) {
    this.sky = new SiteSky({ region: site.region, place: site.place, site: site.slug, seed, start_ms });
    this.network = new SiteNetwork(site.coverage, randomOf(seed, `network/${site.slug}`));
  }

  /** Days are asked for in order, each once or again. */
  dayOf(index: number): SiteDay {
    if (this.day?.index === index) return this.day;
    const start_ms = this.start_ms + index * DAY_ms;
    const noon_ms = start_ms + DAY_ms / 2;
    const { latitude_deg, longitude_deg } = this.site.place;
    const { sunrise, sunset } = getTimes(new Date(noon_ms), latitude_deg, longitude_deg);
    if (!sunrise || !sunset) throw new RangeError(`${this.site.name}: the sun does not rise there every day`);
    const minuteOf = (time: Date) => Math.round((time.getTime() - start_ms) / 60_000);
    const spells = this.happenings.filter(({ kind }) => kind === "cloudy-fortnight");
    const cloudiness = Math.max(0, ...spells.map((spell) => amountOf(spell, noon_ms)));
    this.day = {
      index,
      start_ms,
      sky: this.sky.day(index, cloudiness),
      network: this.network.day(start_ms),
      sunrise_min: minuteOf(sunrise),
      sunset_min: minuteOf(sunset),
    };
    return this.day;
  }
}
