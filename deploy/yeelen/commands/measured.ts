import { type Figure, mustMeet, printFigures } from "../bench/targets";
import { CommandError } from "../commandError";
import { printJson } from "../print";
import { Progress } from "../progress";
import { untilStopped } from "../untilStopped";

/**
 * Runs a bench that ends when the process is asked to end.
 *
 * @throws CommandError where it was
 */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort());
  try {
    return await work(stop.signal);
  } catch (error) {
    if (stop.signal.aborted) throw new CommandError("stopped before it was through", 130);
    throw error;
  }
}

/**
 * The same with a bar of how far it is.
 *
 * @param total how many of `unit` there are
 * @param work tells `onProgress` how many of them are done; one more where it does not say
 */
export async function measured<T>(
  total: number,
  unit: string,
  work: (onProgress: (done?: number) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const progress = new Progress(total, unit);
  let last = 0;
  const onProgress = (done = last + 1) => progress.update((last = done));
  return await stoppable((signal) => work(onProgress, signal)).finally(() => progress.stop());
}

/**
 * Prints what a bench found: as JSON, or its figures and what else there is to say.
 *
 * @throws CommandError naming every figure that misses its target
 */
export function printFound<Found>(
  found: Found,
  figures: readonly Figure<Found>[],
  isJson: boolean | undefined,
  printRest: (found: Found) => void = () => undefined,
): void {
  if (isJson) printJson(found);
  else {
    printFigures(found, figures);
    printRest(found);
  }
  mustMeet(found, figures);
}
