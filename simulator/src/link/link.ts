import { randomExponential, randomLogNormal } from "d3-random";
import { Credit } from "./credit";
import { Phone } from "./phone";
import type { Condition } from "../life/condition";
import { randomOf, type Random } from "../random";

export interface LinkDay {
  /** 1 for each of 1,440 minutes in which the phone's hotspot is on near the kit. */
  near: Uint8Array;
  /**
   * 1 for each of 1,440 minutes in which the phone's hotspot is on near the kit, has credit, and the
   * site has network; the next day is written into the same array.
   */
  reachable: Uint8Array;
  wifiRssi_dBm: number;
}

/** What happens to a report and its acknowledgement. */
export interface Exchange {
  /** From sending the report to receiving its acknowledgement. */
  latency_s: number;
  isReportLost: boolean;
  /** Also where the report is lost: nobody acknowledges it. */
  isAckLost: boolean;
}

/**
 * A round trip takes 300 to 1,000 ms over 2G and 100 to 500 ms over 3G (I. Grigorik, High Performance
 * Browser Networking, table 7-2); the average over 3G networks of many countries was 336 ms (ARCchart
 * 2009, by wirevolution.com). Medians are the geometric middles of the first two. Sigma is chosen so
 * that nine of ten round trips are within the range.
 */
const ROUND_TRIP_median_s = { "2G": 0.55, "3G": 0.22 } as const;
const ROUND_TRIP_SIGMA = 0.4;

/** A phone that sleeps takes up to several seconds over 3G, longer over 2G, to get a channel (ibid.). */
const WAKE_UP_longest_s = { "2G": 5, "3G": 2.5 } as const;

/** Chosen: TCP hides lost packets and shows them as a wait, now and then, of so long on average. */
const STALL_SHARE = 0.03;
const STALL_mean_s = 12;

/** Chosen: TCP loses what is on its way only when the phone loses the cell, one way or the other. */
const LOSS = { "2G": 0.02, "3G": 0.01 } as const;

/** Chosen: 3G stands in the towns, 2G further out. */
const SHARE_3G = 0.6;

/** The way of one kit's reports to the server: the household's phone, its credit, and the site's network. */
export class Link {
  private readonly phone: Phone;
  private readonly credit: Credit;
  private readonly exchanges: Random;
  private readonly generation: "2G" | "3G";
  private readonly result: LinkDay = { near: new Uint8Array(1440), reachable: new Uint8Array(1440), wifiRssi_dBm: 0 };
  private readonly outcome: Exchange = { latency_s: 0, isReportLost: false, isAckLost: false };
  private readonly roundTrip_s: () => number;
  private readonly stall_s: () => number;

  /**
   * @param options.random the link's own stream
   * @param options.handedOut_ms from then on, the credit lasts for six months; top-ups follow, with gaps
   */
  constructor({ random, handedOut_ms }: { random: Random; handedOut_ms: number }) {
    // one stream for each purpose: how often a kit sends must not change when its phone is there
    const stream = (name: string) => randomOf(Math.floor(4294967296 * random()), name);
    this.phone = new Phone(stream("phone"));
    this.credit = new Credit(stream("credit"), handedOut_ms);
    this.generation = random() < SHARE_3G ? "3G" : "2G";
    this.exchanges = stream("exchanges");
    const median_s = ROUND_TRIP_median_s[this.generation];
    this.roundTrip_s = randomLogNormal.source(this.exchanges)(Math.log(median_s), ROUND_TRIP_SIGMA);
    this.stall_s = randomExponential.source(this.exchanges)(1 / STALL_mean_s);
  }

  /**
   * Days in order.
   *
   * @param start_ms midnight
   * @param siteHasNetwork what `SiteNetwork.day` says for this day
   */
  day(start_ms: number, siteHasNetwork: Uint8Array): LinkDay {
    const { near, reachable } = this.result;
    this.result.wifiRssi_dBm = this.phone.day(start_ms, near);
    reachable.set(near);
    this.credit.limit(start_ms, reachable);
    for (let minute = 0; minute < 1440; minute++) {
      if (siteHasNetwork[minute] === 0) reachable[minute] = 0;
    }
    return this.result;
  }

  /**
   * Draws what happens to a report out and its acknowledgement back over this link. A half-open
   * connection takes the report and delivers nothing. The same object is returned each time.
   */
  exchange(condition: Condition): Exchange {
    const { exchanges: random, outcome, generation } = this;
    const kept = condition.halfOpen ? 0 : (1 - LOSS[generation]) * (1 - condition.loss);
    outcome.isReportLost = random() >= kept;
    outcome.isAckLost = random() >= kept || outcome.isReportLost;
    const stall_s = random() < STALL_SHARE ? this.stall_s() : 0;
    outcome.latency_s = WAKE_UP_longest_s[generation] * random() + this.roundTrip_s() + stall_s;
    return outcome;
  }
}
