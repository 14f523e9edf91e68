import { useState } from "preact/hooks";
import { useText } from "../text/text";
import { useMoment } from "./moment";

/**
 * A time, told by its age; a tap or the mouse shows it exactly. While the service does not answer,
 * times are shown exactly only: "three minutes ago" may no longer be the last word.
 */
export function When({ time }: { time: string | null }) {
  const { words, format } = useText();
  const { now_ms, isFresh } = useMoment();
  const [isExact, setIsExact] = useState(false);
  if (time === null) return <span class="never">{words.never}</span>;
  const exact = format.instant(time);
  const shown = isExact || !isFresh ? exact : (format.age(time, now_ms) ?? words.justNow);
  return (
    <button
      type="button"
      class="when"
      title={`${exact} · ${words.showExactTime}`}
      aria-pressed={isExact}
      onClick={() => setIsExact(!isExact)}
    >
      <time dateTime={time}>{shown}</time>
    </button>
  );
}
