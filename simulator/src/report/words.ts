import { type HappeningKind, faultKinds, linkKinds, lookalikeKinds } from "../happenings/kinds";

/** The three families of what can happen, as the report calls them. */
export const families: { name: string; what: string; kinds: readonly HappeningKind[] }[] = [
  { name: "Fault", what: "needs a trip or a person", kinds: faultKinds },
  { name: "Look-alike", what: "harmless, and looks like a fault", kinds: lookalikeKinds },
  { name: "Link", what: "takes the network away", kinds: linkKinds },
];

/** "battery-cell-dead" as a reader sees it: "Battery cell dead". */
export function kindName(kind: string): string {
  const words = kind.replaceAll("-", " ").replace(/^usb\b/, "USB");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
