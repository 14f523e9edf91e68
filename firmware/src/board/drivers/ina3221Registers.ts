/**
 * Registers of the INA3221, three channels of shunt and bus voltage.
 * Data sheet: Texas Instruments SBOS576, https://www.ti.com/lit/ds/symlink/ina3221.pdf
 */

/** SBOS576, section "Register Maps", summary of register set: die ID. */
export const INA3221_DIE = 0x3220;

/**
 * SBOS576, "Configuration Register (address = 00h)": all three channels on (bits 14–12), 64 samples
 * averaged (AVG = 011), 1.1 ms for either voltage (CT = 100), shunt and bus continuously (MODE = 111).
 * Three channels, two voltages, 64 samples: a new value every 0.42 s, well within a reading's interval.
 */
export const INA3221_SETTING = 0x7000 | (3 << 9) | (4 << 6) | (4 << 3) | 7;

/** Shunt voltages are in 01h, 03h and 05h, bus voltages in 02h, 04h and 06h. @param channel 1 to 3 */
export function ina3221Shunt(channel: number): number {
  return 2 * channel - 1;
}

export function ina3221Bus(channel: number): number {
  return 2 * channel;
}

/** SBOS576, "Channel-1 Shunt-Voltage Register": 40 µV in bit 3, so 5 µV in bit 0, whose three are always 0. */
export function ina3221Shunt_uV(word: number): number {
  return 5 * word;
}

/** SBOS576, "Channel-1 Bus-Voltage Register": 8 mV in bit 3, so 1 mV in bit 0. */
export function ina3221Bus_V(word: number): number {
  return word / 1000;
}
