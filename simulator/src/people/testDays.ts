import { LAMP_LEVELS_pct, lampLevel, RADIO_BIT, RADIO_LIGHT_BIT, USB_BITS } from "./demand";
import { Household } from "./household";
import type { HouseholdType } from "./householdTypes";
import { type Condition, soundCondition } from "../life/condition";
import { randomOf } from "../random";

const start_ms = Date.UTC(2026, 0, 1);
const DAY_ms = 86_400_000;
export const SUNRISE_min = 6 * 60 + 20;
export const SUNSET_min = 18 * 60 + 20;

/** Powers that the kits of the programme have; see `power/parts.ts`. */
const LAMP_W = 2.3;
const USB_W = 5;
const RADIO_W = 1.2;
const RADIO_LIGHT_W = 0.5;

export interface Lived {
  start_ms: number;
  demand: Uint16Array;
  cleansPanel: boolean;
}

export function live(
  type: HouseholdType,
  name: string,
  days: number,
  conditionOn: (day: number) => Partial<Condition> = () => ({}),
) {
  const household = new Household(type, randomOf(7, `kit/${name}`));
  return Array.from({ length: days }, (_, day): Lived => {
    const at_ms = start_ms + day * DAY_ms;
    const lived = household.day(at_ms, SUNRISE_min, SUNSET_min, { ...soundCondition(), ...conditionOn(day) });
    return { start_ms: at_ms, demand: lived.demand.slice(), cleansPanel: lived.cleansPanel };
  });
}

/** Power by packed demand. */
const POWER_W = Float64Array.from({ length: 1 << 10 }, (_, demand) => {
  let sum = 0;
  for (const lamp of [0, 1, 2]) sum += (LAMP_W * (LAMP_LEVELS_pct[lampLevel(demand, lamp)] as number)) / 100;
  for (const bit of USB_BITS) if (demand & bit) sum += USB_W;
  if (demand & RADIO_BIT) sum += RADIO_W;
  if (demand & RADIO_LIGHT_BIT) sum += RADIO_LIGHT_W;
  return sum;
});

export function energy_Wh({ demand }: Lived, from_min = 0, until_min = 1440): number {
  let sum = 0;
  for (let minute = from_min; minute < until_min; minute++) sum += POWER_W[demand[minute] as number] as number;
  return sum / 60;
}

/** Hours in which any of these bits is wanted. */
export function hours({ demand }: Lived, bits: number, from_min = 0, until_min = 1440): number {
  let sum = 0;
  for (let minute = from_min; minute < until_min; minute++) if ((demand[minute] as number) & bits) sum++;
  return sum / 60;
}
export const LAMPS = 0b111111;
export const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
