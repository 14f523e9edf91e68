/**
 * The chip's runtime counts sleeping time in 32 bits of milliseconds: after 49.7 days a sleeping
 * program is never woken again. A kit restarts before, when it holds nothing; near the end, anyway.
 */
const WISHED_s = 40 * 86400;
const NEEDED_s = 48 * 86400;

/** Whether a board that has been up for so long is to restart now. Portable. */
export function isRestartDue(uptime_s: number, heldReadings: number): boolean {
  return uptime_s > NEEDED_s || (uptime_s > WISHED_s && heldReadings === 0);
}
