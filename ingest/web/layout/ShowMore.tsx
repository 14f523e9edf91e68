import { useText } from "../text/text";

interface ShowMoreProps {
  shown: number;
  of: number;
  step: number;
  onShow: (shown: number) => void;
}

/** Brings more of a long list onto the page. */
export function ShowMore({ shown, of, step, onShow }: ShowMoreProps) {
  const { words } = useText();
  const left = of - shown;
  if (left <= 0) return null;
  return (
    <button type="button" class="more" onClick={() => onShow(shown + step)}>
      {words.showMore(Math.min(step, left), left)}
    </button>
  );
}
