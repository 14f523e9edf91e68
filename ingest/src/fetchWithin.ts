/** How much longer than the limit the process is held for. */
const GRACE_ms = 1000;

/**
 * `fetch` that settles, whatever the other side does.
 *
 * The one of Node 20 does not where a connection is closed as soon as it was made, until it is aborted; and no
 * `AbortSignal.timeout` keeps a process running that waits for nothing else: it would end without a word.
 *
 * @param limit_ms after which it is aborted, the body included
 * @param init its signal aborts it earlier
 * @throws Error as `fetch` does; a TimeoutError after the limit
 */
export async function fetchWithin(url: string, limit_ms: number, init: RequestInit = {}): Promise<Response> {
  const limit = AbortSignal.timeout(limit_ms);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  const held = setTimeout(() => undefined, limit_ms + GRACE_ms);
  try {
    return await fetch(url, { ...init, signal });
  } finally {
    clearTimeout(held);
  }
}
