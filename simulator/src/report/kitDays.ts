import { KIT_DAY_FIELDS, type KitDay, type RunSummary } from "../run/summary";

/** Ways to look at the days of all kits. */
export interface KitDays {
  at(kit: number, day: number, field: keyof KitDay): number;
  /** A field of all kits on one day. */
  ofDay(day: number, field: keyof KitDay): number[];
  /** A field of one kit on all days. */
  ofKit(kit: number, field: keyof KitDay): number[];
  /** A field over all kits and days. */
  all(field: keyof KitDay): number[];
}

/** @throws Error where the summary does not hold as many values as its kits have days */
export function kitDaysOf({ kits, days, kitDays }: RunSummary): KitDays {
  const fields = KIT_DAY_FIELDS.length;
  if (kitDays.length !== kits.length * days * fields) {
    throw new Error(`${kitDays.length} values for ${kits.length} kits × ${days} days × ${fields} fields`);
  }
  const at = (kit: number, day: number, field: keyof KitDay) =>
    kitDays[(kit * days + day) * fields + KIT_DAY_FIELDS.indexOf(field)] as number;
  const ofKit = (kit: number, field: keyof KitDay) => Array.from({ length: days }, (_, day) => at(kit, day, field));
  return {
    at,
    ofKit,
    ofDay: (day, field) => kits.map((_, kit) => at(kit, day, field)),
    all: (field) => kits.flatMap((_, kit) => ofKit(kit, field)),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Mean of the values, NaN of none. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
