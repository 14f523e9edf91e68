/**
 * What a household wants of its kit in one minute, packed into one number: two bits for the level
 * of each lamp, a bit for each USB port with something on it, one for the radio and one for its light.
 */
export type Demand = number;

/** Brightness of a lamp by its level: off and the three steps of its switch. */
export const LAMP_LEVELS_pct = [0, 30, 60, 100] as const;

export const USB_BITS = [1 << 6, 1 << 7] as const;
export const RADIO_BIT = 1 << 8;
export const RADIO_LIGHT_BIT = 1 << 9;

/** The bits of lamp 0, 1 or 2 at a level of 0 to 3. */
export function lampBits(lamp: number, level: number): Demand {
  return level << (2 * lamp);
}

/** The level, 0 to 3, of lamp 0, 1 or 2. */
export function lampLevel(demand: Demand, lamp: number): number {
  return (demand >> (2 * lamp)) & 3;
}
