import { useState } from "preact/hooks";
import { type HelpRequest, requestHelp } from "../service/kit";
import { useText } from "../text/text";

/** Answers a call for help, so that the kit shows that somebody has seen it, or closes it. */
export function HelpButtons({ kit, isAnswered }: { kit: string; isAnswered: boolean }) {
  const { words } = useText();
  const [outcome, setOutcome] = useState<"sending" | "sent" | "failed">();
  const send = (what: HelpRequest) => {
    setOutcome("sending");
    requestHelp(kit, what).then(
      () => setOutcome("sent"),
      () => setOutcome("failed"),
    );
  };
  return (
    <>
      {!isAnswered && (
        <button type="button" disabled={outcome === "sending"} onClick={() => send("answer")}>
          {words.help.answer}
        </button>
      )}
      <button type="button" disabled={outcome === "sending"} onClick={() => send("close")}>
        {words.help.close}
      </button>
      <span role="status">
        {outcome === "sent" && words.help.sent}
        {outcome === "failed" && words.help.failed}
      </span>
    </>
  );
}
