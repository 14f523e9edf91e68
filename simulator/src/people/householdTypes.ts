/**
 * Households that use a kit in noticeably different ways: by how many they are and how late the day
 * ends, by how many phones hang on the charger, and by who is awake before dawn.
 */
export const householdTypes = ["small-family", "family", "large-family", "elders", "shopkeeper"] as const;
export type HouseholdType = (typeof householdTypes)[number];

/** From a lowest to a highest value; a household draws its own between them, once. */
export type Range = readonly [low: number, high: number];

/** What households of a type have in common. */
export interface TypeHabits {
  /** When the main room gets dark. */
  bedtime_h: Range;
  /** How long the lamp of the kitchen, later of the meal, is on. */
  kitchen_min: Range;
  /** Level of the main lamp while somebody works by it, 1 to 3. */
  mainLevel: Range;
  /** Share of households that leave the outside lamp low all night. */
  lampAllNight: number;
  /** Share of evenings on which the outside lamp is used at all. */
  lampOutside: Range;
  /** Share of mornings on which somebody lights a lamp for the prayer before dawn. */
  lampAtDawn: Range;
  /** Phones of their own, and how many of others they charge on a day. */
  phones: Range;
  phonesOfOthers: Range;
  /** Share of mornings, middays and evenings with radio. */
  radio: readonly [morning: number, midday: number, evening: number];
  /** Share of nights with a light for a child, a patient or a walk outside. */
  nightLight: number;
  hasPupils: boolean;
  /** Times a year that nobody sleeps at home for a night or a few. */
  tripsPerYear: number;
}

/**
 * No survey of kit use in Mali was found at hand; the figures are chosen so that they fit to these:
 *
 * - Evening peak, hardly any use by day: 63,299 solar home systems in Rwanda (Kizilcec et al.,
 *   Energies 2022, 15, 857). A type of use by night exists: five load profiles of 1,000 systems in
 *   sub-Saharan Africa (arXiv 2502.14630).
 * - Lamps for 2 h each between 18:00 and midnight or 6:00 and 8:00, radio for 1 h within 6:30–9:00 and
 *   18:00–21:00, two phones for 4 h: load model of rural households of Tier 2 (M-LED,
 *   github.com/giacfalk/M-LED, inputs Tier-2). Up to 6 h of indoor light from 17:00 and 5:00: load
 *   model of Bolivian villages (github.com/CIE-UMSS/RAMP_Bolivia).
 * - In Bamako most listen from 6:00 to 8:00, the peak at 6:15 to 6:45 (RFI audience 2009/2010,
 *   lemediaplus.com).
 *
 * Large families sit up longest and have pupils; elders go to bed and rise early; a shopkeeper's
 * lamp burns until the last customer, and charging phones is a part of the business.
 */
export const habitsOf: Record<HouseholdType, TypeHabits> = {
  "small-family": {
    bedtime_h: [20.75, 22],
    kitchen_min: [50, 100],
    mainLevel: [2, 3],
    lampAllNight: 0.25,
    lampOutside: [0.2, 0.7],
    lampAtDawn: [0.1, 0.7],
    phones: [1, 1],
    phonesOfOthers: [0, 1],
    radio: [0.45, 0.2, 0.5],
    nightLight: 0.3,
    hasPupils: false,
    tripsPerYear: 6,
  },
  family: {
    bedtime_h: [21, 22.5],
    kitchen_min: [60, 120],
    mainLevel: [2, 3],
    lampAllNight: 0.35,
    lampOutside: [0.3, 0.8],
    lampAtDawn: [0.2, 0.8],
    phones: [1, 2],
    phonesOfOthers: [0, 1.2],
    radio: [0.5, 0.3, 0.6],
    nightLight: 0.3,
    hasPupils: true,
    tripsPerYear: 4,
  },
  "large-family": {
    bedtime_h: [21.25, 23],
    kitchen_min: [80, 150],
    mainLevel: [3, 3],
    lampAllNight: 0.45,
    lampOutside: [0.5, 0.95],
    lampAtDawn: [0.4, 0.95],
    phones: [1, 2],
    phonesOfOthers: [0.2, 1.4],
    radio: [0.55, 0.35, 0.65],
    nightLight: 0.45,
    hasPupils: true,
    tripsPerYear: 1,
  },
  elders: {
    bedtime_h: [20, 21.5],
    kitchen_min: [45, 90],
    mainLevel: [2, 3],
    lampAllNight: 0.4,
    lampOutside: [0.2, 0.6],
    lampAtDawn: [0.8, 1],
    phones: [1, 1],
    phonesOfOthers: [0, 0.9],
    radio: [0.75, 0.6, 0.75],
    nightLight: 0.5,
    hasPupils: false,
    tripsPerYear: 2,
  },
  shopkeeper: {
    bedtime_h: [21.75, 23.25],
    kitchen_min: [60, 110],
    mainLevel: [3, 3],
    lampAllNight: 0.3,
    lampOutside: [0.7, 1],
    lampAtDawn: [0.3, 0.8],
    phones: [1, 2],
    phonesOfOthers: [1, 2.2],
    radio: [0.6, 0.55, 0.65],
    nightLight: 0.2,
    hasPupils: true,
    tripsPerYear: 4,
  },
};
