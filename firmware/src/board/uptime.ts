import { millis, reboot, sleep } from "@devicescript/core";
import { isRestartDue } from "../kit/restart";

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
  if (isRestartDue(uptime_s(), heldReadings)) reboot();
}
