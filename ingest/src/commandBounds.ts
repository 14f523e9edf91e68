import type { CommandName } from "@yeelen/shared/answers";
import { commandNames } from "@yeelen/shared/vocabulary";
import { HIGHEST, INTERVAL_STEP_s, isWithinBounds, LOWEST } from "@yeelen/shared/wire/commandBounds";

/** What a kit takes as the value of a command. */
export interface Bounds {
  low: number;
  high: number;
  step: number;
}

export function boundsOf(command: CommandName): Bounds {
  const id = commandNames.indexOf(command);
  const step = command === "interval_s" ? INTERVAL_STEP_s : 1;
  return { low: LOWEST[id] as number, high: HIGHEST[id] as number, step };
}

/** Whether every kit takes a value; it would refuse the whole revision otherwise. */
export function isWithin(command: CommandName, value: number): boolean {
  return Number.isInteger(value) && isWithinBounds(commandNames.indexOf(command), value);
}
