import { setTimeout as sleep } from "node:timers/promises";
import { MqttUplink } from "../../kit/mqttUplink";
import type { ReplayOptions } from "../recording";
import { timesIn } from "../times";
import { LogKit } from "./logKit";

/**
 * Plays a site's log, all its kits side by side in the order of time.
 *
 * @returns how many readings were acknowledged
 * @throws KitRefused where a kit is not let in or its reports are refused
 */
export async function replayLog(options: ReplayOptions): Promise<number> {
  const { recording, host, port, secrets, speed, signal, onOutage = () => undefined } = options;
  const kits = recording.kits.map((recorded) => {
    const { kitId } = recorded;
    const secret = secrets.get(kitId);
    if (secret === undefined) throw new Error(`no secret for ${kitId}`);
    return { kit: new LogKit(recorded), uplink: new MqttUplink({ kitId, secret, host, port, onOutage }) };
  });
  const acknowledged = () => kits.reduce((sum, { kit }) => sum + kit.acknowledged(), 0);
  const times_s = timesIn(recording);
  try {
    for (const { uplink } of kits) uplink.start();
    const started_ms = Date.now();
    for (const time_s of times_s) {
      signal?.throwIfAborted();
      if (speed !== undefined) {
        const past_s = time_s - (times_s[0] as number);
        await sleep(started_ms + (past_s * 1000) / speed - Date.now(), undefined, { signal });
      }
      const due = kits.filter(({ kit }) => kit.takeUntil(time_s));
      if (due.length === 0) continue;
      await Promise.all(
        due.map(async ({ kit, uplink }) => {
          await uplink.upload(kit, 0);
          if (kit.isPaused()) throw uplink.refused();
        }),
      );
      options.onProgress?.(acknowledged());
    }
    return acknowledged();
  } finally {
    await Promise.all(kits.map(async ({ uplink }) => await uplink.stop()));
  }
}
