/**
 * Registers of the INA226, one channel at 16 bits.
 * Data sheet: Texas Instruments SBOS547, https://www.ti.com/lit/ds/symlink/ina226.pdf
 *
 * Its calibration and current registers stay unused: the shunt voltage divided by the shunt is the
 * same current, and a chip that restarted without its calibration would answer 0 A.
 */

/** SBOS547B, table 7-1. */
export const INA226_DIE = 0x2260;
export const INA226_SHUNT = 0x01;
export const INA226_BUS = 0x02;

/**
 * SBOS547, "Configuration Register (00h)": bit 14 as it is after a reset, 64 samples averaged
 * (AVG = 011), 1.1 ms for either voltage (CT = 100), shunt and bus continuously (MODE = 111).
 */
export const INA226_SETTING = 0x4000 | (3 << 9) | (4 << 6) | (4 << 3) | 7;

/** SBOS547, "Shunt Voltage Register (01h)": 2.5 µV, two's complement. */
export function ina226Shunt_uV(word: number): number {
  return 2.5 * word;
}

/** SBOS547, "Bus Voltage Register (02h)": 1.25 mV; bit 15 is always 0. */
export function ina226Bus_V(word: number): number {
  return word / 800;
}
