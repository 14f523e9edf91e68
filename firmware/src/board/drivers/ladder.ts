/**
 * The buttons of the three lamps, all on the pin of the thermistors' reference. It lies between two
 * resistors of 10 kΩ, at half the supply; a pressed button puts one more resistor beside the lower one,
 * and the pin falls to a third, a fifth or a twelfth of the supply (docs/wiring.md).
 *
 * The converter's full scale is not known, 2.5 V to 3.3 V of a supply of 3.3 V, so the pin shows
 * half the supply as 0.50 to 0.66. Each limit lies between what either end makes of two neighbours.
 */

/** Half the supply shows as 0.50 at least; 10 kΩ, a third, as 0.44 at most. Below it a button is pressed. */
export const AT_REST = 0.47;
/** 10 kΩ shows as 0.33 at least; 3.3 kΩ, 0.199 of the supply, as 0.26 at most. */
const LAMP1 = 0.297;
/** 3.3 kΩ shows as 0.20 at least; 1 kΩ, 0.083 of the supply, as 0.11 at most. */
const LAMP2 = 0.155;
/** 1 kΩ shows as 0.083 at least; below, the wire is shorted or cut. */
const LAMP3 = 0.04;

/** No button is pressed. */
export const NO_LAMP = -1;

/**
 * Which lamp's button is pressed.
 *
 * @param reference of the pin, 0 to 1 of the converter's range
 * @returns 0 to 2, or `NO_LAMP`
 */
export function pressedLamp(reference: number): number {
  if (!(reference > LAMP3 && reference < AT_REST)) return NO_LAMP;
  if (reference > LAMP1) return 0;
  return reference > LAMP2 ? 1 : 2;
}
