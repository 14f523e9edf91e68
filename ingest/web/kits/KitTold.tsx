import type { KitDetail } from "@yeelen/shared/answers";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Kit } from "../service/answers";
import { askKit } from "../service/kit";
import { useText } from "../text/text";
import { attemptsText, commandsText, eventText } from "./toldText";

/** How many of each are shown: what matters to somebody who wonders about a kit is what happened last. */
const SHOWN = 10;

/** What a kit told apart from its readings, and what it was told. */
export function KitTold({ kit: { kit, lastSeen, pending } }: { kit: Kit }) {
  const text = useText();
  const { kits } = text.words;
  const [detail, setDetail] = useState<KitDetail>();
  const [hasFailed, setHasFailed] = useState(false);
  const wanted = pending?.revision;
  useEffect(() => {
    let isCurrent = true;
    askKit(kit).then(
      (told) => isCurrent && setDetail(told),
      () => isCurrent && setHasFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [kit, lastSeen, wanted]);

  if (!detail) return <>{hasFailed ? kits.unread : text.words.service.first}</>;
  const { commands, events, attempts } = detail;
  if (commands.length + events.length + attempts.length === 0) return <>{kits.nothingMore}</>;
  return (
    <>
      <Told heading={kits.commands}>{commands.map((one) => commandsText(one, text))}</Told>
      <Told heading={kits.events}>{events.map((one) => eventText(one, text))}</Told>
      <Told heading={kits.attempts}>{attempts.map((one) => attemptsText(one, text))}</Told>
    </>
  );
}

function Told({ heading, children }: { heading: string; children: ComponentChildren[] }) {
  if (children.length === 0) return null;
  return (
    <>
      <h4>{heading}</h4>
      <ul>
        {children.slice(0, SHOWN).map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    </>
  );
}
