import { millis, reboot, sleep } from "@devicescript/core";

/**
 * The runtime counts sleeping time in 32 bits of milliseconds: after 49.7 days a sleeping program
 * is never woken again. A kit restarts before, when it holds nothing; near the end, anyway.
 */
const RESTART_WISHED_s = 40 * 86400;
const RESTART_NEEDED_s = 48 * 86400;

/** Whole seconds since the board started. */
export function uptime_s(): number {
  return Math.floor(millis() / 1000);
}

/** Sleeps until the board has been up for `until_s`; returns at once where it has been already. */
export async function sleepUntil(until_s: number): Promise<void> {
  for (;;) {
    const left_ms = until_s * 1000 - millis();
    if (left_ms <= 0) return;
    await sleep(left_ms);
  }
}

/** Restarts the board where its uptime asks for it. */
export function restartInTime(heldReadings: number): void {
  const up_s = uptime_s();
  if (up_s > RESTART_NEEDED_s || (up_s > RESTART_WISHED_s && heldReadings === 0)) reboot();
}
