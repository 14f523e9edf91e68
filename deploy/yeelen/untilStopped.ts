const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Ctrl-C reaches a program that npx runs twice, from the terminal and from npx: what follows so soon is the same wish. Chosen. */
const SAME_WISH_ms = 1000;

/**
 * Resolves when the process is asked to end: by Ctrl-C, by a service manager, or by its terminal
 * closing. Whoever asks again, a second later, does not wait: any of these signals ends it at once.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    const stop = () => {
      if (isAsked) return;
      isAsked = true;
      resolve();
      setTimeout(() => {
        for (const signal of signals) process.off(signal, stop);
      }, SAME_WISH_ms).unref();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
