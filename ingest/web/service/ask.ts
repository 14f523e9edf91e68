import type { Fault } from "@yeelen/shared/faults";
import type { Answer, Failure, Kit, Status } from "./answers";

/** The service did not answer, or not as it should. */
export class NoAnswer extends Error {
  override name = "NoAnswer";

  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** HTTP dates are whole seconds: a smaller difference between two clocks says nothing. */
const CLOCK_RESOLUTION_ms = 5_000;

/** Asks for everything that the page shows; asks again through the same function keep what has not changed. */
export function createAsk(fetchFrom: typeof fetch = (input, init) => fetch(input, init)) {
  const latest = new Map<string, { text: string; content: unknown }>();
  let clockAhead_ms = 0;

  /** @throws NoAnswer */
  return async function ask(signal: AbortSignal): Promise<Answer> {
    const [kits, faults, status] = await Promise.all([part("kits"), part("faults"), part("status")]);
    const answer = { ...(kits as { kits: Kit[] }), ...(faults as { faults: Fault[] }), status: status as Status };
    if (!Array.isArray(answer.kits) || !Array.isArray(answer.faults) || !answer.status.mqtt) {
      throw new NoAnswer({ kind: "unreadable" });
    }
    return { ...answer, clockAhead_ms };

    async function part(name: string): Promise<unknown> {
      // "no-cache" revalidates: where the service names a version of its answer, an unchanged one costs no data
      const response = await fetchFrom(`api/v1/${name}`, { signal, cache: "no-cache" }).catch(() => {
        throw new NoAnswer({ kind: "unreachable" });
      });
      if (!response.ok) throw new NoAnswer({ kind: "refused", httpStatus: response.status });
      noteClock(response.headers.get("Date"));
      const text = await response.text().catch(() => {
        throw new NoAnswer({ kind: "unreachable" });
      });
      const before = latest.get(name);
      if (before?.text === text) return before.content;
      const content = parse(text);
      latest.set(name, { text, content });
      return content;
    }
  };

  function noteClock(date: string | null): void {
    const ahead_ms = date === null ? 0 : Date.parse(date) - Date.now();
    clockAhead_ms = Math.abs(ahead_ms) < CLOCK_RESOLUTION_ms ? 0 : ahead_ms;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoAnswer({ kind: "unreadable" });
  }
}
