import { setTimeout as sleep } from "node:timers/promises";
import { Kit } from "@yeelen/firmware/kit/kit";
import { CONTROL_INTERVAL_s } from "@yeelen/firmware/kit/settings";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { Flash, keepFlash } from "../kit/flash";
import { MqttUplink } from "../kit/mqttUplink";
import type { RecordedKit, ReplayOptions } from "./recording";
import { settingsFrom } from "./settings";
import { timesIn } from "./times";

/**
 * Plays a recording through kits that run natively. All kits live through the same hour together;
 * a kit that cannot send holds the others up rather than drop what it has.
 *
 * @returns how many readings were acknowledged
 * @throws KitRefused where a kit is not let in or its reports are refused
 */
export async function replayNatively(options: ReplayOptions): Promise<number> {
  const { recording, speed, signal } = options;
  const kits = recording.kits.map((kit) => new ReplayedKit(kit, options));
  const times_s = timesIn(recording);
  const start_s = (times_s[0] ?? 0) - Math.max(0, ...recording.kits.map(({ interval_s }) => interval_s));
  const acknowledged = () => kits.reduce((sum, kit) => sum + kit.acknowledged(), 0);
  try {
    for (const kit of kits) kit.start();
    const started_ms = Date.now();
    for (const time_s of times_s) {
      signal?.throwIfAborted();
      if (speed !== undefined) {
        await sleep(started_ms + ((time_s - start_s) * 1000) / speed - Date.now(), undefined, { signal });
      }
      await Promise.all(kits.map(async (kit) => await kit.liveUntil(time_s)));
      options.onProgress?.(acknowledged());
    }
    return acknowledged();
  } finally {
    await Promise.all(kits.map(async (kit) => await kit.stop()));
  }
}

/** A kit with what it is to measure. Where nothing was recorded, it was off. */
class ReplayedKit {
  private readonly flash = new Flash();
  private readonly uplink: MqttUplink;
  private kit: Kit;
  private next = 0;
  /** The row at which the kit started last, and how often it had started before. */
  private startedAt = 0;
  private boot = 0;

  constructor(
    private readonly recorded: RecordedKit,
    { secrets, host, port, onOutage = () => undefined }: ReplayOptions,
  ) {
    const { kitId } = recorded;
    const secret = secrets.get(kitId);
    if (secret === undefined) throw new Error(`no secret for ${kitId}`);
    this.uplink = new MqttUplink({ kitId, secret, host, port, onOutage });
    this.kit = this.started();
  }

  start(): void {
    this.uplink.start();
  }

  async stop(): Promise<void> {
    await this.uplink.stop();
  }

  acknowledged(): number {
    return this.next - this.kit.held();
  }

  /** Lives until a time, if it measured something then. */
  async liveUntil(time_s: number): Promise<void> {
    const { times_s, sequences, rows } = this.recorded;
    const at = this.next;
    if (times_s[at] !== time_s) return;
    if (at > 0 && (sequences[at] as number) > (sequences[at - 1] as number) + 1) await this.restart(at);
    const uptime_s = this.uptimeAt_s(at);
    this.control(at === this.startedAt ? emptyRow() : (rows[at - 1] as number[]), rows[at] as number[], uptime_s);
    this.kit.take((rows[at] as number[]).slice(), uptime_s);
    keepFlash(this.kit, uptime_s, this.flash);
    this.next = at + 1;
    const isLast = this.next === rows.length;
    if (isLast || this.kit.due(uptime_s)) await this.uplink.upload(this.kit, uptime_s);
    if (this.kit.isPaused(uptime_s)) throw this.uplink.refused();
  }

  private async restart(at: number): Promise<void> {
    const uptime_s = this.uptimeAt_s(at - 1);
    await this.uplink.upload(this.kit, uptime_s);
    if (this.kit.isPaused(uptime_s)) throw this.uplink.refused();
    this.startedAt = at;
    this.boot += 1;
    this.kit = this.started();
  }

  private started(): Kit {
    const kit = new Kit(settingsFrom(this.recorded, this.startedAt, this.boot));
    keepFlash(kit, 0, this.flash);
    return kit;
  }

  private uptimeAt_s(at: number): number {
    const { times_s, interval_s } = this.recorded;
    return (times_s[at] as number) - (times_s[this.startedAt] as number) + interval_s;
  }

  /** The kit looks at its battery each minute before a reading: values change in the middle between two, as for the firmware. */
  private control(before: number[], row: number[], uptime_s: number): void {
    const { interval_s } = this.recorded;
    for (let now_s = uptime_s - interval_s + CONTROL_INTERVAL_s; now_s < uptime_s; now_s += CONTROL_INTERVAL_s) {
      this.kit.control(now_s < uptime_s - interval_s / 2 ? before : row, now_s);
    }
  }
}
