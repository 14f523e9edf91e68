/** Register arithmetic that both power monitors share. Plain numbers in and out, so Node tests it as well. */

/** Both chips identify their maker by "TI" here: SBOS576 and SBOS547, register FEh. */
export const REGISTER_MANUFACTURER = 0xfe;
export const REGISTER_DIE = 0xff;
/** Of both, from which a channel's own registers follow. */
export const REGISTER_CONFIGURATION = 0;
export const TEXAS_INSTRUMENTS = 0x5449;

/** Two bytes as they come over the bus, the high one first, in two's complement. */
export function signed16(high: number, low: number): number {
  const word = (high << 8) | low;
  return word >= 0x8000 ? word - 0x10000 : word;
}

/** Amperes through a shunt that drops `shunt_uV`. */
export function current_A(shunt_uV: number, shunt_mOhm: number): number {
  return shunt_uV / (1000 * shunt_mOhm);
}
