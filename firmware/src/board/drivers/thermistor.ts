import { AT_REST } from "./ladder";

/**
 * An NTC thermistor of 10 kΩ from the analogue pin to ground, and 27 kΩ from the pin to 3.3 V.
 *
 * The converter's full scale is neither known nor calibrated: the ESP32 runtime returns the raw value
 * at 11 dB (devicescript-esp32, main/adc.c). A second pin, between two equal resistors from 3.3 V to
 * ground, is measured along: of the two, scale and supply cancel out. Its offset and its bend remain.
 */

const SERIES_Ohm = 27000;

/** Vishay NTCLE100E3103 (data sheet 29049): 10 kΩ at 25 °C, B25/85 = 3977 K. */
const NOMINAL_Ohm = 10000;
const BETA_K = 3977;
const NOMINAL_K = 298.15;

/** Below: shorted wire. 0.01 of full scale would be beyond 140 °C. */
const SHORTED = 0.01;
/** Above: broken wire, which the series resistor pulls to the supply and out of the converter's range. */
const BROKEN = 0.97;
/** Half the supply is 1.65 V of some 2.5 to 3.3 V. Above is no reference, nor below, where a lamp's button is pressed. */
const REFERENCE_HIGH = 0.8;

/**
 * Temperature by the Beta equation.
 *
 * @param value of the thermistor's pin, 0 to 1 of the converter's range
 * @param reference of the pin at half the supply, in the same measure
 * @returns NaN where a wire is broken or shorted
 */
export function thermistor_degC(value: number, reference: number): number {
  if (!(value > SHORTED && value < BROKEN)) return NaN;
  if (!(reference > AT_REST && reference < REFERENCE_HIGH)) return NaN;
  const ofSupply = value / (2 * reference);
  if (ofSupply > BROKEN) return NaN;
  const resistance_Ohm = (SERIES_Ohm * ofSupply) / (1 - ofSupply);
  return 1 / (1 / NOMINAL_K + Math.log(resistance_Ohm / NOMINAL_Ohm) / BETA_K) - 273.15;
}
