import { randomExponential, randomLogNormal, randomPoisson } from "d3-random";
import { randomOf, type Random } from "../random";

export const coverages = ["good", "patchy", "poor"] as const;
export type Coverage = (typeof coverages)[number];

interface Outages {
  /** Cells that are full or far away, masts that restart: so many a day, of so many minutes on average. */
  shortPerDay: number;
  short_min: number;
  /** Masts without fuel, burnt or robbed, cut lines. */
  longPerYear: number;
  /** Share of nights in which the battery of the mast is empty before the sun is back. */
  nights: number;
}

/**
 * How often is chosen: no availability by place was found for Mali. That long outages happen, and how
 * long they are, is known: 72 hours at Diré (studiotamani.org), ten days from Douentza to Kidal in
 * July and August 2021 after attacks on masts (horontv.ml, allafrica.com 202108070094), a mast robbed
 * of its solar panels and batteries in the region of Mopti (maliactu.net).
 */
const outagesOf: Record<Coverage, Outages> = {
  good: { shortPerDay: 0.2, short_min: 15, longPerYear: 2, nights: 0 },
  patchy: { shortPerDay: 1.5, short_min: 30, longPerYear: 8, nights: 0.02 },
  poor: { shortPerDay: 4, short_min: 60, longPerYear: 20, nights: 0.15 },
};

/** A long outage: half of them over within 8 hours, one of fifteen longer than two days, none longer than ten. */
const LONG_MEDIAN_min = 8 * 60;
const LONG_SIGMA = 1.2;
const LONGEST_min = 10 * 1440;

/** The network of a site, minute by minute; its outages hit everyone there. */
export class SiteNetwork {
  private readonly outages: Outages;
  private readonly minutes = new Uint8Array(1440);
  /** Minutes of the coming day for which an outage of an earlier day goes on. */
  private left_min = 0;

  constructor(
    coverage: Coverage,
    private readonly random: Random,
  ) {
    this.outages = outagesOf[coverage];
  }

  /**
   * Days in order; the weather of the network does not know the calendar.
   *
   * @returns 1 for each of 1,440 minutes with network, else 0; the next day is written into the same array
   */
  day(_start_ms: number): Uint8Array {
    const { shortPerDay, short_min, longPerYear, nights } = this.outages;
    const random = randomOf(Math.floor(4294967296 * this.random()), "day");
    this.minutes.fill(1);
    let until_min = this.left_min;
    const interrupt = (from_min: number, length_min: number) => {
      this.minutes.fill(0, Math.round(from_min), Math.round(Math.min(1440, from_min + length_min)));
      until_min = Math.max(until_min, from_min + length_min);
    };
    interrupt(0, this.left_min);
    if (random() < nights) interrupt(60 + 180 * random(), 60 + 180 * random());
    if (random() < longPerYear / 365) {
      const length_min = randomLogNormal.source(random)(Math.log(LONG_MEDIAN_min), LONG_SIGMA)();
      interrupt(1440 * random(), Math.min(LONGEST_min, length_min));
    }
    const short = randomExponential.source(random)(1 / short_min);
    for (let left = randomPoisson.source(random)(shortPerDay)(); left > 0; left--) interrupt(1440 * random(), short());
    this.left_min = Math.max(0, until_min - 1440);
    return this.minutes;
  }
}
