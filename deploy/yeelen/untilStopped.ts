/** Resolves when the process is asked to end: by Ctrl-C, by a service manager, or by its terminal closing. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
