import type { SkyDay } from "./siteSky";

/** However much settles, this is all it keeps off. Chosen above the half that 3.3 g/m² kept off at Dakar (doi 10.4236/sgre.2020.117007). */
const HIGHEST_LOSS = 0.6;

/**
 * Rain of a day that washes a panel: 6 mm, the threshold that pvlib takes from Kimber et al. 2006 (doi
 * 10.1109/WCPEC.2006.279690). Less rain washes in proportion.
 */
const WASHING_RAIN_mm = 6;

/** What rain and a wet cloth leave behind, as a share of the dust. Chosen: rain leaves a film, a hand little. */
const LEFT_BY_RAIN = 0.1;
const LEFT_BY_HAND = 0.03;

/** Dirt on one panel: grows by the day's deposit, washed by rain, wiped by cleaning. */
export class PanelDust {
  /** Sum of the deposits that lie on the panel. Each keeps off less, the more light is already lost. */
  #deposit: number;

  /** @param startLoss share of light that is lost in the beginning, 0 to less than 0.6 */
  constructor(startLoss: number) {
    if (!(startLoss >= 0 && startLoss < HIGHEST_LOSS))
      throw new RangeError(`startLoss ${startLoss} is not in [0, 0.6)`);
    this.#deposit = -HIGHEST_LOSS * Math.log(1 - startLoss / HIGHEST_LOSS);
  }

  /**
   * Moves on by one day.
   * @returns share of light lost today, 0 to 1
   */
  day(sky: SkyDay, isCleaned: boolean): number {
    this.#deposit += sky.dustDeposit;
    const washed = Math.min(1, sky.rain_mm / WASHING_RAIN_mm);
    this.#deposit *= 1 - washed * (1 - LEFT_BY_RAIN);
    if (isCleaned) this.#deposit *= LEFT_BY_HAND;
    return HIGHEST_LOSS * (1 - Math.exp(-this.#deposit / HIGHEST_LOSS));
  }
}
