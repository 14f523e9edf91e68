import { Fiber, type Packet, suspend } from "@devicescript/core";
import { randomBuffer } from "@devicescript/crypto";
import { settings } from "@devicescript/settings";
import type { Kit } from "../kit/kit";
import { fractionOf } from "../kit/numbering";
import type { FlashWrite } from "../kit/settings";
import { flashKeys } from "../kit/store";

/** Flash answers within a few ms; what does not is not there. */
const ANSWER_LIMIT_ms = 1000;

/** A random number in [0, 1): `Math.random` starts from the same seed on every board. */
export function chance(): number {
  const random = randomBuffer(4);
  return fractionOf(random[0], random[1], random[2], random[3]);
}

/** What flash holds of the kit's records. */
export async function readFlash(): Promise<FlashWrite[]> {
  const flash: FlashWrite[] = [];
  for (const key of flashKeys()) {
    const bytes = await readRecord(key);
    if (bytes.length > 0) flash.push({ key, bytes });
  }
  return flash;
}

/** Writes what the kit wants kept, and reads it back: a full flash takes a record without an error and forgets it. */
export async function keepInFlash(kit: Kit, uptime_s: number): Promise<void> {
  for (;;) {
    const work = kit.flashWork(uptime_s);
    if (work === undefined) return;
    await settings.set(work.key, work.bytes);
    const kept = await readRecord(work.key);
    let isKept = kept.length === work.bytes.length;
    for (let i = 0; isKept && i < kept.length; i++) isKept = kept[i] === work.bytes[i];
    kit.flashDone(isKept);
  }
}

/** What flash holds under a key; empty where it holds nothing. The library's own read waits for an answer for ever. */
export async function readRecord(key: string): Promise<Buffer> {
  const self = Fiber.self();
  const code = settings.spec.lookup("get").code;
  let bytes = Buffer.alloc(0);
  const stop = settings.report().subscribe((packet: Packet) => {
    if (packet.serviceCommand !== code) return;
    const answer = packet.decode() as unknown as [string, Buffer];
    if (answer[0] !== key) return;
    bytes = answer[1] || bytes;
    if (self.suspended) self.resume(true);
  });
  await settings.get(key);
  await suspend(ANSWER_LIMIT_ms);
  stop();
  return bytes;
}
