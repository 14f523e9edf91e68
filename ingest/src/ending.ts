import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

/**
 * Waits for a part of the service to end, but no longer than this: what hangs is named in the log and
 * left behind. Never throws.
 */
export async function ending(
  part: string,
  limit_ms: number,
  end: Promise<void> | void | undefined,
  log: Logger,
): Promise<void> {
  const waiting = new AbortController();
  const late = sleep(limit_ms, false, { signal: waiting.signal }).catch(() => false);
  try {
    const isInTime = await Promise.race([late, Promise.resolve(end).then(() => true)]);
    if (!isInTime) log.warn({ part }, "did not end in time: left behind");
  } catch (error) {
    log.error({ part, error }, "did not end well");
  } finally {
    waiting.abort();
  }
}
