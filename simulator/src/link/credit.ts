import type { Random } from "../random";

const DAY_ms = 86_400_000;

/** The SIM card comes with credit for six months. */
const GIVEN_ms = 180 * DAY_ms;

/** How a household keeps up its credit: days that a top-up lasts, days until the next. */
interface ToppingUp {
  share: number;
  lasts_d: readonly [low: number, high: number];
  gap_d: readonly [low: number, high: number];
}

/**
 * Chosen so that about a quarter of the phones are without credit at any time once the given credit
 * is used up, and many households for some days of a month: "on average one quarter of mobile phones
 * are out of credit at any time"; almost 45 % of those asked are for up to ten days a month
 * (company.ding.com/research).
 */
const toppingUp: readonly ToppingUp[] = [
  { share: 0.3, lasts_d: [30, 30], gap_d: [0, 0] },
  { share: 0.45, lasts_d: [5, 30], gap_d: [0.5, 8] },
  { share: 0.25, lasts_d: [5, 30], gap_d: [5, 40] },
];

/** The credit of the SIM card in a household's phone. */
export class Credit {
  private readonly habit: ToppingUp;
  private hasCredit = true;
  private changes_ms: number;

  constructor(
    private readonly random: Random,
    handedOut_ms: number,
  ) {
    let draw = random();
    this.habit = toppingUp.find(({ share }) => (draw -= share) < 0) ?? (toppingUp[0] as ToppingUp);
    this.changes_ms = handedOut_ms + GIVEN_ms;
  }

  /** Takes the minutes without credit out of a day. Days in order. */
  limit(start_ms: number, reachable: Uint8Array): void {
    let from_min = 0;
    while (from_min < 1440) {
      const until_min = Math.min(1440, Math.max(0, Math.ceil((this.changes_ms - start_ms) / 60_000)));
      if (!this.hasCredit) reachable.fill(0, from_min, until_min);
      if (until_min === 1440) return;
      from_min = until_min;
      this.change();
    }
  }

  private change(): void {
    this.hasCredit = !this.hasCredit;
    const [low, high] = this.hasCredit ? this.habit.lasts_d : this.habit.gap_d;
    this.changes_ms += DAY_ms * (low + (high - low) * this.random());
  }
}
