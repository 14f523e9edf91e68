import { boundsOf, isWithin } from "@yeelen/ingest/commandBounds";
import type { CommandName, CommandValues } from "@yeelen/shared/answers";
import { CommandError } from "./commandError";
import { durationText, parseDuration } from "./duration";

const lights = ["none", "call", "received"];
const levels = ["0", "1", "2", "3"];

/** How a command to a kit stands on the command line. */
interface CommandOption {
  command: CommandName;
  flag: string;
  /** What stands behind the flag, or undefined where nothing does. */
  argument?: string;
  description: string;
  /** The value that a text stands for, or undefined where it stands for none. */
  parse: (text: string) => number | undefined;
  write: (value: number) => string;
  example?: string;
}

/** Every command to a kit, in the order in which they are shown. */
export const commandOptions: readonly CommandOption[] = [
  {
    command: "interval_s",
    flag: "interval",
    argument: "duration",
    description: "time between two readings, such as 15m",
    parse: parseDuration,
    write: durationText,
  },
  {
    command: "upload_s",
    flag: "upload",
    argument: "duration",
    description: "time between two uploads, such as 6h; 0: at every reading",
    parse: parseDuration,
    write: durationText,
  },
  {
    command: "dataSaving",
    flag: "data-saving",
    argument: "level",
    description: "0 to 3: the higher, the seldomer it sends, at 3 with fewer readings too",
    parse: (text) => indexIn(levels, text),
    write: String,
  },
  {
    command: "disconnectShift_mV",
    flag: "disconnect-shift",
    argument: "voltage",
    description: "how much earlier it switches its outputs off to spare the battery, such as 100mV",
    parse: (text) => (/^-?\d+(?:\s*mV)?$/.test(text) ? Number.parseInt(text, 10) : undefined),
    write: (value) => `${value}mV`,
  },
  {
    command: "light",
    flag: "light",
    argument: "light",
    description: `what its light says: ${lights.join(", ")} (call the focal point; your message was received)`,
    parse: (text) => indexIn(lights, text),
    write: (value) => lights[value] ?? String(value),
  },
  {
    command: "lampTest",
    flag: "lamp-test",
    description: "tries its lamps, once",
    parse: () => 1,
    write: () => "",
  },
  {
    command: "restart",
    flag: "restart",
    description: "starts anew, once",
    parse: () => 1,
    write: () => "",
  },
];

/**
 * What the command line wants of a kit.
 *
 * @param options as the command line was read, by the camel-cased flag
 * @throws CommandError with every value that no kit would take, and what it would
 */
export function commandValues(options: Readonly<Record<string, string | boolean | undefined>>): CommandValues {
  const values: CommandValues = {};
  const problems: string[] = [];
  for (const option of commandOptions) {
    const text = options[camelCased(option.flag)];
    if (text === undefined) continue;
    const value = option.parse(String(text));
    if (value === undefined || !isWithin(option.command, value)) {
      problems.push(`--${option.flag} takes ${rangeText(option)}`);
    } else values[option.command] = value;
  }
  if (problems.length > 0) throw new CommandError(problems.join("\n        "));
  return values;
}

/** Commands as they stand on the command line, without the dashes. */
export function commandText(values: CommandValues): string {
  return commandOptions
    .flatMap(({ command, flag, write }) => {
      const value = values[command];
      return value === undefined ? [] : [`${flag} ${write(value)}`.trim()];
    })
    .join(", ");
}

function rangeText({ command, write, parse }: CommandOption): string {
  const { low, high, step } = boundsOf(command);
  if (command === "light") return lights.join(", ");
  // a duration can be written in any unit, so that its step is worth saying
  const inSteps = parse === parseDuration && step > 1 ? ` in steps of ${write(step)}` : "";
  return `${write(low)} to ${write(high)}${inSteps}`;
}

function indexIn(names: readonly string[], text: string): number | undefined {
  const index = names.indexOf(text);
  return index < 0 ? undefined : index;
}

function camelCased(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
