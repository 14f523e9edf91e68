import type { KitSettings } from "@yeelen/firmware/kit/settings";
import { numberedFlash, settingsOfKit } from "../kit/settings";
import type { Recording } from "./recording";

/** How long a kit of a replay gathers readings before it sends them: four uploads a day. */
export const UPLOAD_INTERVAL_s = 6 * 3600;

/** Unix time at which a kit of a replay starts: one step before the first row. */
export function clockAtStart_s({ times_s, interval_s }: Recording): number {
  return (times_s[0] ?? 0) - interval_s;
}

/**
 * Settings of a kit that lives through a recording: it starts one step before the first row, has
 * a clock of its own, and always the same numbering, so that a second replay adds nothing.
 */
export function settingsOf(recording: Recording): KitSettings {
  return settingsOfKit({
    flash: numberedFlash(1, 0, 0),
    random: 0,
    clock_s: clockAtStart_s(recording),
    interval_s: recording.interval_s,
    uploadInterval_s: UPLOAD_INTERVAL_s,
    battery: "lifepo4-4s",
  });
}
