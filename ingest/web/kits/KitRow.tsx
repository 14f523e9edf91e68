import type { Fault } from "@yeelen/shared/faults";
import { SeverityMark } from "../faults/SeverityMark";
import { When } from "../layout/When";
import { useState } from "preact/hooks";
import type { Kit } from "../service/answers";
import { useText } from "../text/text";
import { KitTold } from "./KitTold";

interface KitRowProps {
  kit: Kit;
  worst: Fault["severity"] | undefined;
  showsSite: boolean;
}

/**
 * One kit, and on demand what else it told. On a narrow page the table is laid out as cards, for which some browsers forget that it
 * is a table: hence the roles.
 */
export function KitRow({ kit, worst, showsSite }: KitRowProps) {
  const { words, format } = useText();
  const { columns } = words.kits;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <tr role="row">
        <th scope="row" role="rowheader">
          <span class="kit">{kit.kit}</span>
          {worst && <SeverityMark severity={worst} />}
          {kit.firmware !== "" && <small>{words.kits.firmware(kit.firmware)}</small>}
          {kit.pending && <small>{words.kits.pending(kit.pending.revision)}</small>}
          <button type="button" class="open" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {words.kits.more}
          </button>
        </th>
        {showsSite && (
          <td role="cell" data-label={columns.site}>
            {kit.site}
          </td>
        )}
        <td role="cell" data-label={columns.lastSeen}>
          <When time={kit.lastSeen} />
        </td>
        <td role="cell" data-label={columns.newestReading}>
          <When time={kit.newestReading} />
        </td>
        <td role="cell" data-label={columns.readings} class="number">
          {format.number(kit.readings)}
        </td>
        <td role="cell" data-label={columns.gaps} class={`number ${kit.gaps > 0 ? "some" : ""}`}>
          {format.number(kit.gaps)}
          {kit.thinned > 0 && <small>{words.kits.thinned(kit.thinned)}</small>}
        </td>
      </tr>
      {isOpen && (
        <tr role="row" class="told">
          <td role="cell" colSpan={showsSite ? 6 : 5}>
            <KitTold kit={kit} />
          </td>
        </tr>
      )}
    </>
  );
}
