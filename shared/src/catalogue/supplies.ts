/** What a technician takes along and brings back. */
export const tools = ["multimeter", "screwdrivers", "saw", "phone-with-data"] as const;

/** What stays at the site, or is used up there. The fuses are those of docs/wiring.md. */
export const spares = [
  "battery",
  "battery-terminals",
  "panel",
  "panel-cable",
  "panel-mount",
  "lamp",
  "lamp-cable",
  "usb-socket",
  "charging-cable",
  "controller",
  "charge-controller",
  "temperature-sensor",
  "cloth-and-water",
  "emery-cloth",
  "insulating-tape",
  "fuse-5A",
  "fuse-7.5A",
  "fuse-2A",
  "fuse-1A",
  "fuse-0.5A",
  "sim-card",
  "data-credit",
  "kit-label",
  "picture-card",
] as const;

/** Names that do not change: visits, stocks and files of others hold them. */
export type Supply = (typeof tools)[number] | (typeof spares)[number];
