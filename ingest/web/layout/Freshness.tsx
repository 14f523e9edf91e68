import type { Failure } from "../service/answers";
import type { ServiceState } from "../service/poller";
import type { Catalogue } from "../text/fr";
import { useText } from "../text/text";

interface FreshnessProps {
  state: ServiceState | undefined;
  onTryNow: () => void;
}

/** Says of which moment the page is, and what is wrong where it is not of now. */
export function Freshness({ state, onTryNow }: FreshnessProps) {
  const { words, format } = useText();
  const phase = state?.phase ?? "first";
  const time = (time_ms: number) => (state ? format.timeOfDay(time_ms, state.now_ms) : "");
  const says = phase === "failing" && !state?.answer ? words.service.failingFirst : words.service[phase];
  return (
    <>
      {/* only the first sentence is read out: it changes seldom, the times all the time */}
      <p class={`freshness ${phase}`}>
        <strong role="status">{says}</strong>{" "}
        {state?.answer && (
          <span class="answered">
            {words.service.lastAnswer} <time>{time(state.answered_ms)}</time>
          </span>
        )}
      </p>
      {phase === "failing" && state?.failure && (
        <div class="no-answer">
          <p>
            {failureText(state.failure, words)}{" "}
            <span class="answered">
              {words.service.nextTry} <time>{time(state.nextTry_ms)}</time>
            </span>
          </p>
          <button type="button" onClick={onTryNow}>
            {words.service.tryNow}
          </button>
        </div>
      )}
    </>
  );
}

function failureText(failure: Failure, { service: { failures } }: Catalogue): string {
  return failure.kind === "refused" ? failures.refused(failure.httpStatus) : failures[failure.kind];
}
