import { millis, sleep } from "@devicescript/core";

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

/** Lets others work for a moment. Every function of the runtime may sleep, whether it says so or not. */
export const nap = (async () => await sleep(1)) as unknown as () => void;
