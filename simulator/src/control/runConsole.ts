import { once } from "node:events";
import { createInterface } from "node:readline";
import type { LiveRun } from "../run/liveRun";
import type { FleetPlan } from "../scenario/plan";
import { Commands } from "./commands";
import { complete } from "./complete";
import { answerTo } from "./consoleLine";

interface ConsoleOptions {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream & { isTTY?: boolean };
  /** Closes the console. */
  signal?: AbortSignal;
}

/**
 * Answers lines about a running simulation until there are no more.
 *
 * @returns "quit" where somebody wants the simulation to end, by word or with Ctrl-C; "closed" where
 * merely the input has come to its end, or the signal said so
 */
export async function runConsole(
  run: LiveRun,
  plan: FleetPlan,
  { input, output, signal }: ConsoleOptions,
): Promise<"quit" | "closed"> {
  if (signal?.aborted) return "closed";
  const commands = new Commands(run, plan);
  const isTerminal = output.isTTY === true;
  const lines = createInterface({
    input,
    output,
    terminal: isTerminal,
    // lines that come from a file need no prompt
    prompt: isTerminal ? "> " : "",
    completer: (line: string) => complete(line, commands),
    ...(signal && { signal }),
  });
  let hasQuit = false;
  const quit = () => {
    hasQuit = true;
    lines.close();
  };
  lines.on("SIGINT", quit);
  lines.on("line", (line) => {
    // what was typed ahead of quit is done, what came after it is not
    if (hasQuit) return;
    const answer = answerTo(line, commands);
    if (answer === undefined) return quit();
    if (answer !== "") output.write(`${answer}\n`);
    return lines.prompt();
  });
  lines.prompt();
  await once(lines, "close");
  return hasQuit ? "quit" : "closed";
}
