import { randomPoisson } from "d3-random";
import { randomOf, type Random } from "../random";

/** How a household's phone is near the kit with its hotspot on. */
type Manner = "at-home" | "evenings" | "moments" | "travelling";

/**
 * Shares of households and trips a year are chosen: the programme's experience is that a phone may be
 * away for days and its hotspot on for ten minutes, and no survey of it exists.
 */
const manners: readonly { share: number; manner: Manner; tripsPerYear: number; nights: readonly [number, number] }[] = [
  { share: 0.2, manner: "at-home", tripsPerYear: 4, nights: [1, 3] },
  { share: 0.25, manner: "evenings", tripsPerYear: 6, nights: [1, 4] },
  { share: 0.4, manner: "moments", tripsPerYear: 8, nights: [1, 4] },
  { share: 0.15, manner: "travelling", tripsPerYear: 25, nights: [2, 7] },
];

/** Share of days on which the phone's battery is empty from some time on until the next morning: chosen. */
const FLAT_SHARE = 0.04;

/** On the weekly market day the phone is at the market with its owner. */
const MARKET_min: readonly [from: number, until: number] = [7 * 60, 16 * 60];

/** The phone through which a kit reaches the server. */
export class Phone {
  private readonly habit: (typeof manners)[number];
  private readonly marketWeekday: number;
  /** When the hotspot is usually switched on for a moment: once a day, or once more. */
  private readonly moments_min: number[];
  private readonly usualRssi_dBm: number;
  private nightsAway = 0;

  constructor(private readonly random: Random) {
    let draw = random();
    this.habit = manners.find(({ share }) => (draw -= share) < 0) ?? (manners[0] as (typeof manners)[number]);
    this.marketWeekday = Math.floor(7 * random());
    // a moment in the evening; every other household has one in the day too
    this.moments_min = [18 * 60 + 3.5 * 60 * random()];
    const other_min = 6.5 * 60 + 10 * 60 * random();
    if (random() < 0.5) this.moments_min.push(other_min);
    // from the same room to two walls away: chosen
    this.usualRssi_dBm = -45 - 30 * random();
  }

  /**
   * Writes the minutes of a day in which the hotspot is on near the kit. Days in order.
   *
   * @returns how strongly the kit receives it today
   */
  day(start_ms: number, near: Uint8Array): number {
    const random = randomOf(Math.floor(4294967296 * this.random()), "day");
    const { tripsPerYear, nights } = this.habit;
    const leaves = random() < tripsPerYear / 365;
    const nightsAway = Math.round(nights[0] + (nights[1] - nights[0]) * random());
    const flatFrom_min = random() < FLAT_SHARE ? 1440 * random() : 1440;
    const rssi_dBm = Math.round(this.usualRssi_dBm - 5 + 10 * random());

    near.fill(0);
    this.layHotspots(near, random);
    if (new Date(start_ms).getUTCDay() === this.marketWeekday) near.fill(0, ...MARKET_min);
    near.fill(0, Math.round(flatFrom_min));
    if (this.nightsAway > 0) {
      this.nightsAway--;
      near.fill(0, 0, this.nightsAway === 0 ? 17 * 60 : 1440);
    } else if (leaves) {
      this.nightsAway = nightsAway;
      near.fill(0, 8 * 60);
    }
    return rssi_dBm;
  }

  private layHotspots(near: Uint8Array, random: Random): void {
    const { manner } = this.habit;
    const open = (from_min: number, length_min: number) => {
      near.fill(1, Math.round(from_min), Math.round(Math.min(1440, from_min + length_min)));
      // a call, a restart, a child with the phone: it is off for some minutes every few hours
      for (let breaks = randomPoisson.source(random)(length_min / 240)(); breaks > 0; breaks--) {
        const at_min = Math.round(from_min + length_min * random());
        near.fill(0, at_min, Math.round(at_min + 2 + 8 * random()));
      }
    };
    if (manner === "at-home") {
      if (random() < 0.5) open(6 * 60 + 60 * random(), 30 + 90 * random());
      if (random() < 0.5) open(11 * 60 + 180 * random(), 30 + 150 * random());
      if (random() < 0.95) open(17.5 * 60 + 60 * random(), 180 + 120 * random());
    } else if (manner === "evenings") {
      if (random() < 0.85) open(18 * 60 + 120 * random(), 45 + 135 * random());
    } else {
      for (const moment_min of this.moments_min) {
        const from_min = Math.max(0, moment_min - 45 + 90 * random());
        const length_min = 6 + 14 * random();
        if (random() < 0.8) open(from_min, length_min);
      }
    }
  }
}
