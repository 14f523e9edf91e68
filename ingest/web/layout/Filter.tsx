import { useText } from "../text/text";

interface FilterProps {
  sought: string;
  /** What it finds, or undefined where nothing is sought. */
  found: string | undefined;
  onSeek: (sought: string) => void;
}

/** Narrows the page to a site or a kit. */
export function Filter({ sought, found, onSeek }: FilterProps) {
  const { words } = useText();
  return (
    <div role="search" class="filter">
      <label for="sought">{words.filter.label}</label>
      <div>
        <input
          id="sought"
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={sought}
          onInput={(event) => onSeek(event.currentTarget.value)}
        />
        {sought !== "" && (
          <button type="button" onClick={() => onSeek("")}>
            {words.filter.clear}
          </button>
        )}
      </div>
      <p role="status">{found}</p>
    </div>
  );
}
