import type { BatteryName } from "./kitType";

/** How a battery has aged: share of its capacity lost, and factor on its resistance. */
export interface Ageing {
  readonly capacityLost: number;
  readonly resistance: number;
  /** Lives through time, with the mean temperature and state of charge in it. */
  rest(hours: number, temperature_degC: number, stateOfCharge: number): void;
  /** Lives through use: full cycles' worth of charge, in swings of this depth (0 to 1), at this rate in C. */
  cycle(fullCycles: number, depth: number, rate_per_h: number): void;
}

const HOURS_PER_YEAR = 8766;

/** What happened to the battery before the kit was handed out. Chosen: a warm store, and a recharge now and then. */
const BEFORE = { temperature_degC: 30, stateOfCharge: 0.7, cyclesPerYear: 30, depth: 0.5, rate_per_h: 0.1 };

export function ageingOf(battery: BatteryName, ageYears: number): Ageing {
  const ageing = battery === "lifepo4-4s" ? new LfpAgeing() : new LeadAgeing();
  ageing.rest(ageYears * HOURS_PER_YEAR, BEFORE.temperature_degC, BEFORE.stateOfCharge);
  ageing.cycle(ageYears * BEFORE.cyclesPerYear, BEFORE.depth, BEFORE.rate_per_h);
  return ageing;
}

const GAS_CONSTANT_J_per_molK = 8.314;

/**
 * How much faster a process runs than at 25 °C (Arrhenius).
 *
 * @param activation_J_per_mol its activation energy
 */
export function arrhenius(activation_J_per_mol: number, temperature_degC: number): number {
  return Math.exp((-activation_J_per_mol / GAS_CONSTANT_J_per_molK) * (1 / (temperature_degC + 273.15) - 1 / 298.15));
}

/**
 * LiFePO4 after Naumann et al. (calendar: Journal of Energy Storage 17, 2018; cycles: Journal of Power Sources 451, 2020,
 * 227666), with the constants as SimSES has them. Losses grow with the square root of time and of cycles, so what is
 * summed are their squares; resistance grows straight.
 */
class LfpAgeing implements Ageing {
  private calendarSquare = 0;
  private cycleSquare = 0;
  resistance = 1;

  get capacityLost(): number {
    return Math.sqrt(this.calendarSquare) + Math.sqrt(this.cycleSquare);
  }

  rest(hours: number, temperature_degC: number, stateOfCharge: number): void {
    const fromHalf = stateOfCharge - 0.5;
    const loss = 1.2571e-5 * arrhenius(17126, temperature_degC) * (2.8575 * fromHalf ** 3 + 0.60225);
    this.calendarSquare += loss * loss * hours * 3600;
    this.resistance +=
      3.4194e-10 * arrhenius(71827, temperature_degC) * (1.5604 - 3.3903 * fromHalf ** 2) * hours * 3600;
  }

  cycle(fullCycles: number, depth: number, rate_per_h: number): void {
    const loss = ((0.063 * rate_per_h + 0.0971) * (4.0253 * (depth - 0.6) ** 3 + 1.0923)) / 100;
    this.cycleSquare += loss * loss * fullCycles;
    const growth = ((0.0021 - 0.002 * rate_per_h) * (6.8477 * (depth - 0.5) ** 3 + 0.9182)) / 100;
    this.resistance += Math.max(0, growth) * fullCycles;
  }
}

/**
 * Lead-acid from the data sheet of a sealed battery (12 V 40 Ah, Tia Sang): 200 cycles of 100 %, 600 of 50 %, 1,500
 * of 30 %; 6 to 8 years on float at 25 °C, 3 to 5 at 40 °C. The end of both lives is taken as a fifth of the capacity lost.
 */
class LeadAgeing implements Ageing {
  capacityLost = 0;

  /** Chosen: at the end of its life a sealed battery has half as much resistance again. */
  get resistance(): number {
    return 1 + 2.5 * this.capacityLost;
  }

  rest(hours: number, temperature_degC: number): void {
    this.capacityLost += (0.2 / (7 * HOURS_PER_YEAR)) * (7 / 4) ** ((temperature_degC - 25) / 15) * hours;
  }

  cycle(fullCycles: number, depth: number): void {
    const life = depth > 0.5 ? 300 - (depth - 0.5) * 200 : 450 - Math.max(0, depth - 0.3) * 750;
    this.capacityLost += (0.2 * fullCycles) / life;
  }
}
