import { useText } from "../text/text";

interface SummaryProps {
  kits: number;
  faults: number;
  notices: number;
}

/** How many there are of everything, and the way there. */
export function Summary({ kits, faults, notices }: SummaryProps) {
  const { words, format } = useText();
  return (
    <nav class="summary" aria-label={words.summary}>
      <a href="#faults" class={faults > 0 ? "some" : ""}>
        <b>{format.number(faults)}</b> {words.faults.count(faults)}
      </a>
      <a href="#notices">
        <b>{format.number(notices)}</b> {words.notices.count(notices)}
      </a>
      <a href="#kits">
        <b>{format.number(kits)}</b> {words.kits.count(kits)}
      </a>
    </nav>
  );
}
