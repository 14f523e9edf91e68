import type { HappeningKind, Part } from "../happenings/kinds";
import type { HowBad, HowBadAndFast, Lasting, Once, Repair, Repairable } from "./phrases";

/** Sensors that fail, by what they measure. */
type Sensed = "battery-voltage" | "battery-current" | "panel-current" | "battery-temperature";

/** What can be said of one kit. */
export type KitWords = ReturnType<typeof kitWords>;

/** The words for what befalls a kit. Each gives a phrase, for a timeline to say when. */
export function kitWords(kit: string) {
  const lasting = (kind: HappeningKind, part: Part, { severity, over }: HowBadAndFast = {}): Lasting => ({
    phrase: "lasting",
    kind,
    kit,
    part,
    ...(severity !== undefined && { severity }),
    ...(over !== undefined && { course: over }),
  });
  const once = (kind: HappeningKind): Once => ({ phrase: "once", kind, kit });
  return {
    /** Its name, such as `koro-1`. */
    name: kit,
    /** The panel is stolen. */
    loses: (what: "panel") => lasting(`${what}-stolen`, what),
    /** Somebody repairs or replaces a part: whatever goes on with it ends. */
    repaired: (part: Repairable): Repair => ({ phrase: "repair", kit, part }),
    battery: {
      wears: (how: HowBadAndFast = {}) => lasting("battery-worn", "battery", how),
      losesCell: () => lasting("battery-cell-dead", "battery"),
      /** @param how severity: share of the hours in which its terminal makes no contact */
      comesLoose: (how: HowBad = {}) => lasting("battery-disconnected", "battery", how),
    },
    panel: {
      /** @param how severity: share of the minutes in which its plug makes no contact */
      comesUnplugged: (how: HowBad = {}) => lasting("panel-disconnected", "panel", how),
      isShaded: (how: HowBadAndFast = {}) => lasting("panel-shaded", "panel", how),
      getsDirty: (how: HowBadAndFast = {}) => lasting("panel-soiled", "panel", how),
      cracks: (how: HowBad = {}) => lasting("panel-cracked", "panel", how),
    },
    lamp: (number: 1 | 2 | 3) => ({
      opens: () => lasting("lamp-open", `lamp${number}`),
      shorts: () => lasting("lamp-short", `lamp${number}`),
      dims: (how: HowBadAndFast = {}) => lasting("lamp-dim", `lamp${number}`, how),
      /** Nobody switches it on. */
      unused: () => lasting("lamp-unused", `lamp${number}`),
    }),
    usb: (number: 1 | 2) => ({
      shorts: () => lasting("usb-short", `usb${number}`),
    }),
    controller: {
      runsHot: (how: HowBadAndFast = {}) => lasting("controller-hot", "controller", how),
      resets: (how: HowBadAndFast = {}) => lasting("controller-resetting", "controller", how),
      /** Another board takes its place. */
      isSwapped: () => once("board-swapped"),
    },
    flash: {
      wearsOut: () => lasting("flash-worn", "controller"),
      isErased: () => once("flash-erased"),
    },
    sensor: (of: Sensed) => ({
      sticks: () => lasting("sensor-stuck", `${of}-sensor`),
      /** It shows too much or too little. */
      drifts: (how: HowBadAndFast = {}) => lasting("sensor-offset", `${of}-sensor`, how),
    }),
    family: {
      away: () => lasting("family-away", "kit"),
      /** It charges for the neighbours, whatever its habits are. */
      hasMarketDay: () => lasting("market-day", "kit"),
      overuses: (how: HowBadAndFast = {}) => lasting("overuse", "kit", how),
    },
    radio: {
      alwaysOn: () => lasting("radio-always-on", "radio"),
    },
    phone: {
      away: () => lasting("phone-away", "phone"),
      /** By one that has yet to be set up for the kit. */
      replaced: () => lasting("phone-replaced", "phone"),
      outOfCredit: () => lasting("credit-out", "phone"),
    },
    link: {
      lossy: (how: HowBad = {}) => lasting("link-lossy", "phone", how),
      halfOpen: () => lasting("link-half-open", "phone"),
    },
  };
}
