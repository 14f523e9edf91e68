import { setTimeout as sleep } from "node:timers/promises";
import { Kit } from "@yeelen/firmware/kit/kit";
import { CONTROL_INTERVAL_s } from "@yeelen/firmware/kit/settings";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { Flash, keepFlash } from "../kit/flash";
import { MqttUplink } from "../kit/mqttUplink";
import type { ReplayOptions } from "./recording";
import { clockAtStart_s, settingsOf } from "./settings";

/**
 * Plays a recording through kits that run natively. All kits live through the same hour together;
 * a kit that cannot send holds the others up rather than drop what it has.
 *
 * @returns how many readings were acknowledged
 * @throws KitRefused where a kit is not let in or its reports are refused
 */
export async function replayNatively(options: ReplayOptions): Promise<number> {
  const { recording, host, port, secrets, speed, onOutage = () => undefined } = options;
  const kits = recording.kits.map(({ kitId, rows }) => {
    const secret = secrets.get(kitId);
    if (secret === undefined) throw new Error(`no secret for ${kitId}`);
    const kit = new Kit(settingsOf(recording));
    const flash = new Flash();
    keepFlash(kit, 0, flash);
    return {
      rows,
      kit,
      flash,
      uplink: new MqttUplink({ kitId, secret, host, port, onOutage }),
    };
  });
  const steps = Math.max(...kits.map(({ rows }) => rows.length));
  const held = () => kits.reduce((sum, { kit }) => sum + kit.held(), 0);
  let taken = 0;
  try {
    for (const { uplink } of kits) uplink.start();
    const started_ms = Date.now();
    for (let i = 0; i < steps; i++) {
      options.signal?.throwIfAborted();
      const uptime_s = (recording.times_s[i] as number) - clockAtStart_s(recording);
      if (speed !== undefined)
        await sleep(started_ms + (uptime_s * 1000) / speed - Date.now(), undefined, { signal: options.signal });
      const isLast = i === steps - 1;
      for (const { rows, kit, flash } of kits) {
        const row = rows[i];
        if (!row) continue;
        liveUntil(uptime_s, kit, rows[i - 1] ?? emptyRow(), row, recording.interval_s);
        kit.take(row.slice(), uptime_s);
        keepFlash(kit, uptime_s, flash);
        taken += 1;
      }
      await Promise.all(
        kits.map(async ({ kit, uplink }) => {
          if (isLast || kit.due(uptime_s)) await uplink.upload(kit, uptime_s);
          if (kit.isPaused(uptime_s)) throw uplink.refused();
        }),
      );
      options.onProgress?.(taken - held());
    }
    return taken - held();
  } finally {
    await Promise.all(kits.map(({ uplink }) => uplink.stop()));
  }
}

/** Lets a kit look at its battery each minute before a reading: values change in the middle between two, as for the firmware. */
function liveUntil(uptime_s: number, kit: Kit, before: number[], row: number[], interval_s: number): void {
  for (let now_s = uptime_s - interval_s + CONTROL_INTERVAL_s; now_s < uptime_s; now_s += CONTROL_INTERVAL_s) {
    kit.control(now_s < uptime_s - interval_s / 2 ? before : row, now_s);
  }
}
