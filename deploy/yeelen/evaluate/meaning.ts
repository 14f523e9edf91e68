import type { FaultKind } from "@yeelen/shared/faults";
import type { HappeningKind } from "@yeelen/simulator/happenings/kinds";

/**
 * Under which kinds a technician would take each thing that befalls a kit for found: whoever is sent for it
 * brings the right parts. The first is what it should be called.
 */
export const foundAs: Partial<Record<HappeningKind, readonly FaultKind[]>> = {
  "battery-worn": ["battery-worn"],
  "battery-cell-dead": ["battery-undervoltage"],
  "battery-disconnected": ["battery-disconnected"],
  "panel-disconnected": ["panel-no-output"],
  "panel-stolen": ["panel-no-output"],
  "panel-shaded": ["panel-shaded"],
  "panel-soiled": ["panel-soiled"],
  "panel-cracked": ["panel-degraded"],
  "lamp-open": ["lamp-open"],
  "lamp-short": ["lamp-short"],
  "lamp-dim": ["lamp-dim"],
  "usb-short": ["port-short"],
  "controller-hot": ["controller-hot"],
  "controller-resetting": ["controller-resetting"],
  "sensor-stuck": ["sensor-stuck"],
  "sensor-offset": ["sensor-implausible"],
  "flash-worn": ["flash-worn"],
  "flash-erased": ["memory-lost"],
  "board-swapped": ["memory-lost"],
  // notices
  overuse: ["overuse"],
  "lamp-unused": ["lamp-hardly-used"],
  "cloudy-fortnight": ["site-dim"],
};

/**
 * What is a habit shows over time alone: labels of which a kit has told for fewer hours, because the run ends or its
 * readings were lost, are not to be found.
 */
export const needed_h: Partial<Record<HappeningKind, number>> = { "lamp-unused": 14 * 24 };

/** Worth knowing, and nobody has to go: told apart from faults in every total. */
export const noticeKinds: readonly FaultKind[] = [
  "lamp-hardly-used",
  "port-overload",
  "overuse",
  "site-dim",
  "memory-lost",
];

/** Kinds that say that a kit is not heard, or what people say: scored elsewhere. */
export const notScored: readonly FaultKind[] = ["kit-silent", "help", "reported"];
