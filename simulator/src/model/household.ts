import type { Random } from "../random";

/** Which outputs a household uses in an hour. */
export interface Use {
  lamps: [boolean, boolean, boolean];
  usb: boolean;
  radio: boolean;
}

/**
 * Habits of a household: light from dusk until it goes to bed, one lamp longer than the others,
 * the radio in the morning and the evening, the phone on the charger for two hours.
 */
export class Household {
  private readonly dusk_h: number;
  private readonly bedtimes_h: [number, number, number];
  private readonly charging_h: number;

  constructor(private readonly random: Random) {
    this.dusk_h = 18 + random();
    this.bedtimes_h = [21 + 2 * random(), 20 + 2 * random(), 20 + 2 * random()];
    this.charging_h = 9 + Math.floor(8 * random());
  }

  /**
   * @param hour local time of day, 0 to 24
   */
  use(hour: number): Use {
    const isEvening = (until: number) => hour >= this.dusk_h && hour < until && this.random() < 0.95;
    return {
      lamps: [isEvening(this.bedtimes_h[0]), isEvening(this.bedtimes_h[1]), isEvening(this.bedtimes_h[2])],
      usb: hour >= this.charging_h && hour < this.charging_h + 2,
      radio: (hour >= 6 && hour < 8) || (hour >= 19 && hour < 21),
    };
  }
}
