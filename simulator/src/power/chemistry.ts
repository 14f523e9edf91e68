import type { BatteryName } from "./kitType";

/** How fine the tables over the state of charge are. */
export const STEPS_OF_CHARGE = 2000;

/** What is particular to a kind of battery. Voltages and resistances are of one cell; resistances are times capacity. */
export interface Chemistry {
  cells: number;
  /** Open-circuit voltage by state of charge, `STEPS_OF_CHARGE` + 1 nodes from empty to full, and its integral in V. */
  openCircuit_V: Float64Array;
  openCircuitIntegral_V: Float64Array;
  /** What answers a current at once. */
  ohmic_ohmAh: number;
  /** What builds up and fades with a time constant, by state of charge. */
  chargeLag_ohmAh: Float64Array;
  dischargeLag_ohmAh: Float64Array;
  lag_s: number;
  /** Side current at rest, as a share of the capacity per hour at 20 °C; for `gassing` at 2.23 V a cell. */
  sideCurrent_per_h: number;
  /** Whether the side current grows with voltage and temperature. */
  gassing: boolean;
  /** Below this a living cell no longer carries the kit. */
  cutOff_V: number;
  /** No living cell is charged above this. */
  ceiling_V: number;
}

/**
 * LiFePO4, C/32 pseudo-open-circuit voltage of the cell APR18650M1B (Sunil, Pattipati and Balasingam, IEEE Transactions
 * on Instrumentation and Measurement, 2025), but for its last percents, 3.418 V at 0.995 and 3.598 V at 1. That steep
 * end does not stay: 200 batteries in the field fall to 3.34 to 3.37 V a cell in the hours in which they are full and no
 * current flows (EliasGaliounas/BatteryDevBBoxx, see docs/simulator.md). 3.38 V is chosen for a battery that
 * was filled to the brim; the rest of the end counts as what builds up while it is charged.
 */
const lfpOpenCircuit: [number, number][] = [
  [0, 2.0102],
  [0.0033, 2.4177],
  [0.0117, 2.7405],
  [0.0267, 2.9299],
  [0.0534, 3.0872],
  [0.0885, 3.1942],
  [0.2972, 3.2772],
  [0.9833, 3.3511],
  [1, 3.38],
];

/** Lead-acid, voltage per cell at rest (Northern Arizona Wind & Sun, Deep Cycle Battery FAQ). */
const leadOpenCircuit: [number, number][] = [
  [0, 1.75],
  [0.1, 1.89],
  [0.2, 1.93],
  [0.3, 1.96],
  [0.4, 1.98],
  [0.5, 2.01],
  [0.6, 2.03],
  [0.7, 2.05],
  [0.8, 2.07],
  [0.9, 2.08],
  [1, 2.12],
];

/**
 * LiFePO4. At once answers half of a pack's resistance at 1 kHz, 50 mΩ at 3.6 to 4.8 Ah with its protection board (data
 * sheets of 12.8 V packs). At the small currents of a home much more than the other half builds up: between evening and
 * dawn, at C/16 to C/100, the means of the field's batteries lie 0.67 Ω Ah a cell below the curve above (standard
 * deviation of what is left: 4 mV), and 1.0 Ω Ah above it in the morning, wires included. Chosen: 0.35, which leaves a
 * quarter of an ohm ampere-hour for thin wires of a battery of two cells and errs on the side of the data sheets. More
 * near empty, where the curve bends down, and at the last of a charge, where it puts the steep end of the pseudo-open-
 * circuit voltage back at C/32.
 */
const LFP_OHMIC_ohmAh = 0.052;
const LFP_LAG_ohmAh = 0.35;
const LFP_END_OF_CHARGE_ohmAh = 12;
const LFP_END_OF_CHARGE = 0.005;
/**
 * Lead-acid after Schiffer et al. (Journal of Power Sources 168, 2007, 66) for a sealed battery: charging 0.42 Ω Ah with
 * its growth towards full (0.888 and 1.001), discharging with its growth towards empty (0.0464 and 1.75). Their 0.699
 * Ω Ah for discharge goes with a flatter open-circuit voltage; a third of it lets a discharge in ten hours
 * end at 1.80 V a cell with 95 % of the capacity, as the data sheet of the NP4-12 has it.
 */
const LEAD_CHARGE_ohmAh = 0.42;
const LEAD_DISCHARGE_ohmAh = 0.233;
/** Twice the 27 mΩ of a 12 V 5 Ah battery (data sheet NP5-12), which are measured with alternating current. */
const LEAD_OHMIC_ohmAh = 0.045;

const chemistries: Record<BatteryName, Chemistry> = {
  "lifepo4-4s": {
    cells: 4,
    ...openCircuit(lfpOpenCircuit),
    ohmic_ohmAh: LFP_OHMIC_ohmAh,
    chargeLag_ohmAh: overCharge(
      (charge) => LFP_LAG_ohmAh + LFP_END_OF_CHARGE_ohmAh * Math.exp((charge - 1) / LFP_END_OF_CHARGE),
    ),
    dischargeLag_ohmAh: overCharge((charge) => LFP_LAG_ohmAh + 0.18 * Math.exp(-charge / 0.05)),
    lag_s: 600,
    // 3 % a month (data sheets of 12.8 V packs)
    sideCurrent_per_h: 0.03 / 730,
    gassing: false,
    // the usual protection of such packs, 10 V for four cells; 3.60 V is LibreSolar's absolute maximum
    cutOff_V: 2.5,
    ceiling_V: 3.6,
  },
  "lead-acid-6s": {
    cells: 6,
    ...openCircuit(leadOpenCircuit),
    ohmic_ohmAh: LEAD_OHMIC_ohmAh,
    chargeLag_ohmAh: overCharge(
      (charge) => LEAD_CHARGE_ohmAh * (1 + (0.888 * charge) / (1.001 - charge)) - LEAD_OHMIC_ohmAh,
    ),
    dischargeLag_ohmAh: overCharge(
      (charge) => LEAD_DISCHARGE_ohmAh * (1 + (0.0464 * (1 - charge)) / (1.75 - 1 + charge)) - LEAD_OHMIC_ohmAh,
    ),
    // Chosen: a quarter of an hour until most of what a load or a charge did to the voltage has gone.
    lag_s: 900,
    // gassing of a sealed battery: 10 mA for 100 Ah at 2.23 V and 20 °C (Schiffer et al.)
    sideCurrent_per_h: 0.0001,
    gassing: true,
    // LibreSolar's absolute minimum, at which its controller goes to deep sleep; no protection limits a cell's charge
    cutOff_V: 1.6,
    ceiling_V: Infinity,
  },
};

export function chemistryOf(name: BatteryName): Chemistry {
  return chemistries[name];
}

/** Gassing grows by this exponent per volt of a cell and per kelvin (Schiffer et al. 2007). */
export const GASSING_PER_V = 11;
export const GASSING_PER_K = 0.06;

const GASSING_FROM_V = 1.5;
const GASSING_NODES_PER_V = 1000;
const gassingShares = Float64Array.from({ length: 2 * GASSING_NODES_PER_V + 2 }, (_, i) =>
  Math.exp(GASSING_PER_V * (GASSING_FROM_V + i / GASSING_NODES_PER_V - 2.23)),
);

/** Side current of a lead-acid cell at a voltage, relative to that at 2.23 V. */
export function gassingShare(cell_V: number): number {
  const at = (cell_V - GASSING_FROM_V) * GASSING_NODES_PER_V;
  if (at <= 0) return 0;
  if (at >= 2 * GASSING_NODES_PER_V) return gassingShares[2 * GASSING_NODES_PER_V] as number;
  const i = at | 0;
  const low = gassingShares[i] as number;
  return low + ((gassingShares[i + 1] as number) - low) * (at - i);
}

function overCharge(value: (stateOfCharge: number) => number): Float64Array {
  return Float64Array.from({ length: STEPS_OF_CHARGE + 1 }, (_, i) => value(i / STEPS_OF_CHARGE));
}

function openCircuit(points: [number, number][]): Pick<Chemistry, "openCircuit_V" | "openCircuitIntegral_V"> {
  let point = 1;
  const openCircuit_V = overCharge((charge) => {
    while (point < points.length - 1 && (points[point] as [number, number])[0] < charge) point += 1;
    const [fromCharge, from_V] = points[point - 1] as [number, number];
    const [toCharge, to_V] = points[point] as [number, number];
    return from_V + ((to_V - from_V) * (charge - fromCharge)) / (toCharge - fromCharge);
  });
  const openCircuitIntegral_V = new Float64Array(STEPS_OF_CHARGE + 1);
  for (let i = 1; i <= STEPS_OF_CHARGE; i++) {
    const mean_V = ((openCircuit_V[i - 1] as number) + (openCircuit_V[i] as number)) / 2;
    openCircuitIntegral_V[i] = (openCircuitIntegral_V[i - 1] as number) + mean_V / STEPS_OF_CHARGE;
  }
  return { openCircuit_V, openCircuitIntegral_V };
}
