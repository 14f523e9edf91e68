import type { Fault } from "@yeelen/shared/faults";
import { useText } from "../text/text";

/** How far a fault is on its way, in words. Of a notice that nobody has to take up, nothing is said. */
export function StateLine({ fault: { state, severity, until, cleared } }: { fault: Fault }) {
  const { words, format } = useText();
  if (severity === "notice" && state === "raised") return null;
  // a service newer than this page may know more states
  const told = words.states[state] ?? { name: state, meaning: "" };
  return (
    <p class="state-line">
      <strong>{told.name}</strong>
      {state === "snoozed" && until !== undefined && (
        <>
          {" "}
          <time dateTime={until}>{words.faults.until(format.instant(until))}</time>
        </>
      )}
      {state === "cleared" && cleared !== undefined && (
        <>
          {" "}
          <time dateTime={cleared}>({format.instant(cleared)})</time>
        </>
      )}
      {told.meaning !== "" && ` – ${told.meaning}`}
    </p>
  );
}
