/** What is kept of a day's use. */
export const enum UseSlot {
  /** Readings, and how many of each four hours: five bits each, 31 = as many or more. */
  N = 0,
  Bins = 1,
  Lamp1_mA = 2,
  Lit = 5,
  /** Readings of ports at which something charges; both together count twice. */
  Charging = 6,
  Radio = 7,
  /** Readings with something switched off for a low battery. */
  Short = 8,
  Count = 9,
}

export const USES = ["lamps", "charging", "radio"] as const;
export type Use = (typeof USES)[number];

/** A day's use; of lamps in Ah, of ports and radio in hours. */
export interface DayOfUse {
  lamps_Ah: readonly [number, number, number];
  charging_h: number;
  radio_h: number;
  /** Hours in which a lamp is lit: little when nobody is at home. */
  lit_h: number;
  short_h: number;
}

const LEAST_in_bin = 3;

/** The use of a whole day, or undefined where too little is known of it. */
export function useOf(sums: Int32Array, at: number): DayOfUse | undefined {
  const of = (slot: UseSlot) => sums[at + slot] as number;
  const bins = of(UseSlot.Bins);
  for (let bin = 0; bin < 6; bin++) if (((bins >> (5 * bin)) & 31) < LEAST_in_bin) return undefined;
  const perDay = 24 / of(UseSlot.N);
  const lamp_Ah = (lamp: number) => ((sums[at + UseSlot.Lamp1_mA + lamp] as number) * perDay) / 1000;
  return {
    lamps_Ah: [lamp_Ah(0), lamp_Ah(1), lamp_Ah(2)],
    charging_h: of(UseSlot.Charging) * perDay,
    radio_h: of(UseSlot.Radio) * perDay,
    lit_h: of(UseSlot.Lit) * perDay,
    short_h: of(UseSlot.Short) * perDay,
  };
}
