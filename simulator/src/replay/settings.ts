import type { KitSettings } from "@yeelen/firmware/kit/settings";
import { numberedFlash, settingsOfKit } from "../kit/settings";
import type { RecordedKit } from "./recording";

/** How long a kit of a replay gathers readings before it sends them: four uploads a day. */
export const UPLOAD_INTERVAL_s = 6 * 3600;

/** Unix time at which a kit of a replay starts: one step before the first row. */
export function clockAtStart_s({ times_s, interval_s }: RecordedKit): number {
  return (times_s[0] ?? 0) - interval_s;
}

/**
 * Settings of a kit that lives through a part of a recording: it starts one step before a row, has a
 * clock of its own, and always the same numbering, so that a second replay adds nothing.
 *
 * @param at of that row; where it is not the first, the kit was off before it
 * @param boot how often it has started before
 */
export function settingsFrom(kit: RecordedKit, at: number, boot: number): KitSettings {
  return settingsOfKit({
    flash: numberedFlash(1, kit.sequences[at] ?? 0, boot),
    random: 0,
    clock_s: (kit.times_s[at] ?? 0) - kit.interval_s,
    interval_s: kit.interval_s,
    uploadInterval_s: UPLOAD_INTERVAL_s,
    battery: kit.battery,
  });
}
