import { CommandError } from "../commandError";
import { printLine, printTable } from "../print";

/** A figure of a benchmark, and what it must keep to. */
export interface Figure<Found> {
  name: keyof Found & string;
  /** What it means, in a few words. */
  meaning: string;
  most?: number;
  least?: number;
}

/** The figures that are not what they must be, each with both. */
export function missed<Found>(found: Found, figures: readonly Figure<Found>[]): string[] {
  return figures.flatMap(({ name, most, least }) => {
    const value = Number(found[name]);
    if (value <= (most ?? Infinity) && value >= (least ?? -Infinity)) return [];
    return [`${name} is ${inWords(value)} instead of ${targetOf({ most, least })}`];
  });
}

/** Prints the figures as a table for a person. */
export function printFigures<Found>(found: Found, figures: readonly Figure<Found>[]): void {
  const rows = figures.map((figure) => {
    const { name, meaning } = figure;
    const target = targetOf(figure);
    const verdict = target === "" ? "" : missed(found, [figure]).length > 0 ? "missed" : "ok";
    return [meaning, inWords(Number(found[name])), target, verdict, name];
  });
  printTable(["what", "found", "target", "", "in --json"], rows);
  printLine();
}

/** @throws CommandError naming every figure that misses its target */
export function mustMeet<Found>(found: Found, figures: readonly Figure<Found>[]): void {
  const problems = missed(found, figures);
  if (problems.length > 0) throw new CommandError(`a target is missed: ${problems.join("; ")}`);
}

function targetOf({ most, least }: { most?: number | undefined; least?: number | undefined }): string {
  if (most !== undefined) return `at most ${inWords(most)}`;
  return least === undefined ? "" : `at least ${inWords(least)}`;
}

function inWords(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}
