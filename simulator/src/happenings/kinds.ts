/**
 * Everything that can befall a kit or a site. Faults need a trip or a person; look-alikes are
 * harmless and only look like faults; link happenings take the network away.
 */
export const faultKinds = [
  "battery-worn",
  "battery-cell-dead",
  "battery-disconnected",
  "panel-disconnected",
  "panel-stolen",
  "panel-shaded",
  "panel-soiled",
  "panel-cracked",
  "lamp-open",
  "lamp-short",
  "lamp-dim",
  "usb-short",
  "controller-hot",
  "controller-resetting",
  "sensor-stuck",
  "sensor-offset",
  "flash-worn",
  "flash-erased",
  "board-swapped",
] as const;

export const lookalikeKinds = [
  "cloudy-fortnight",
  "family-away",
  "market-day",
  "lamp-unused",
  "radio-always-on",
  "overuse",
] as const;

export const linkKinds = [
  "phone-away",
  "phone-replaced",
  "credit-out",
  "site-offline",
  "link-lossy",
  "link-half-open",
] as const;

export type FaultKind = (typeof faultKinds)[number];
export type LookalikeKind = (typeof lookalikeKinds)[number];
export type LinkKind = (typeof linkKinds)[number];
export type HappeningKind = FaultKind | LookalikeKind | LinkKind;

/** Kinds that befall a whole site; every other kind befalls one kit. */
export const siteKinds: readonly HappeningKind[] = ["cloudy-fortnight", "site-offline"];

/** What of a kit a happening is about. */
export const parts = [
  "kit",
  "battery",
  "panel",
  "controller",
  "lamp1",
  "lamp2",
  "lamp3",
  "usb1",
  "usb2",
  "radio",
  "phone",
  "battery-voltage-sensor",
  "battery-current-sensor",
  "panel-current-sensor",
  "battery-temperature-sensor",
] as const;
export type Part = (typeof parts)[number];

/** Something that befalls a kit or a site from a time on. This is also the label of a simulation. */
export interface Happening {
  kind: HappeningKind;
  site: string;
  /** Absent where it befalls the whole site. */
  kit?: string;
  part: Part;
  /** Unix time in ms at which it begins. */
  onset_ms: number;
  /** Unix time in ms at which it ends or is repaired; absent = it stays. */
  end_ms?: number;
  /** How bad it gets, 0 to 1. What 1 means is said where the kind's effect is. */
  severity: number;
  /** How long it takes from its onset to its full severity, in hours, in a straight line. 0 = sudden. */
  course_h: number;
}
