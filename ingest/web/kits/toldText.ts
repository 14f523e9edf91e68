import type { AttemptsView, CommandName, CommandsView, CommandValues, EventView } from "@yeelen/shared/answers";
import { named, type Text } from "../text/text";

/** Commands that are told by their name alone: their value is always the same. */
const oneTime: readonly CommandName[] = ["lampTest", "restart"];

/** A revision of commands: what it wants, and what became of it. */
export function commandsText({ revision, values, state, answered }: CommandsView, text: Text): string {
  const { words, format } = text;
  const when = answered === null ? "" : ` (${format.instant(answered)})`;
  const became = named(words.kits.states, state);
  return `${words.kits.revision(revision)}, ${became}${when} – ${valuesText(values, text)}`;
}

export function eventText({ kind, time }: EventView, { words, format }: Text): string {
  return `${format.instant(time)} – ${named(words.kits.eventKinds, kind)}`;
}

/** A stretch of attempts to connect, and what to make of how far they came. */
export function attemptsText({ reached, from, to, times, told }: AttemptsView, { words, format }: Text): string {
  const isPlaced = from !== null && to !== null;
  const when = isPlaced
    ? words.kits.span(format.instant(from), format.instant(to))
    : words.kits.toldOn(format.instant(told));
  return `${when}, ${words.kits.attemptKinds[reached](times)}`;
}

function valuesText(values: CommandValues, { words, format }: Text): string {
  const texts = Object.entries(values).map(([key, value]) => {
    const name = named(words.kits.commandNames, key);
    if (oneTime.includes(key as CommandName)) return name;
    if (key === "light") return `${name} ${words.kits.lights[value] ?? value}`;
    return `${name} ${key === "upload_s" || key === "interval_s" ? format.span(value / 3600) : format.measure(key, value)}`;
  });
  return texts.join(", ");
}
