import type { ToldEvent } from "../journal/events";
import type { Finding } from "./finding";

/**
 * Somebody held the button of the kit: "I need help".
 *
 * Set by every press that the kit tells, once, however often it is told. Cleared when somebody has
 * answered and the kit has confirmed that it shows the light "your message was received", or by
 * hand. Critical, because only people know what for: the household may sit in the dark, or worse.
 *
 * @param calls the calls of a kit that are still open, the oldest first
 */
export function helpCalled(calls: readonly ToldEvent[]): Finding | undefined {
  const [first] = calls;
  const last = calls.at(-1);
  if (!first || !last) return undefined;
  const answered_ms = calls.map((call) => call.answered_ms);
  const isAnswered = answered_ms.every((time_ms) => time_ms !== null);
  return {
    kind: "help",
    part: "kit",
    severity: "critical",
    since_ms: timeOf(first),
    evidence: {
      presses: calls.length,
      latest: iso(timeOf(last)),
      answered: isAnswered ? iso(Math.max(...answered_ms.map(Number))) : null,
    },
  };
}

function timeOf({ time_ms, received_ms }: ToldEvent): number {
  return time_ms ?? received_ms;
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString();
}
