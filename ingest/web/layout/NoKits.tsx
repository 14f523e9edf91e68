import { useText } from "../text/text";

/** What to do where there is no kit yet. */
export function NoKits() {
  const { words } = useText();
  return (
    <section class="no-kits">
      <p>{words.kits.none}</p>
      <pre>
        <code>yeelen kits add --help</code>
      </pre>
      <p>{words.kits.noneNext}</p>
    </section>
  );
}
