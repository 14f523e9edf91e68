import { setTimeout as sleep } from "node:timers/promises";
import { READINGS_PER_REPORT } from "@yeelen/firmware/kit/settings";
import { brokerAnswers } from "../kit/brokerAnswers";
import { firmwareBytecode } from "../vm/bytecode";
import { FirmwareKit } from "../vm/firmwareKit";
import { sampleOfRow } from "../vm/sampleOfRow";
import { VirtualClock } from "../vm/virtualClock";
import type { RecordedKit, ReplayOptions } from "./recording";
import { clockAtStart_s, UPLOAD_INTERVAL_s } from "./settings";

/** After a slot the kit measures and sends; this much of its time is enough for that. */
const AFTER_SLOT_ms = 60_000;

/**
 * Plays a recording through the firmware's bytecode: each kit is a virtual machine with a clock, a
 * socket and sensors of its own. The broker is waited for, so that a ring never overflows because
 * simulated days pass while the broker is down.
 *
 * @returns how many readings were acknowledged
 */
export async function replayThroughFirmware(options: ReplayOptions): Promise<number> {
  const { recording, host, port, speed, signal } = options;
  const [first] = recording.kits;
  if (!first) return 0;
  const { interval_s, times_s } = first;
  const interval_ms = interval_s * 1000;
  // one step before the first row; the kit takes what the clock says at its start for its own
  const start_ms = clockAtStart_s(first) * 1000;
  for (const kit of recording.kits) checkGaps(kit, first);
  const bytecode = firmwareBytecode();
  const steps = times_s.length;
  const kits = recording.kits.map((kit) => {
    const secret = options.secrets.get(kit.kitId);
    if (secret === undefined) throw new Error(`no secret for ${kit.kitId}`);
    const clock = new VirtualClock(start_ms);
    const member = { kit, clock, held: 0, acknowledged: 0, panic: undefined as number | undefined };
    const device = new FirmwareKit({
      kitId: kit.kitId,
      secret,
      host,
      port,
      interval_s: interval_s,
      upload_s: uploadInterval_s(steps, interval_s),
      hasClock: true,
      clock,
      bytecode,
      flash: { content: new Uint8Array(0) },
      // a new kit takes its incarnation from this: always the same one, so that a second replay adds nothing
      random: (size) => new Uint8Array(size),
      onLog: (line) => {
        const [, held, sequence] = /(\d+) held below (\d+)/.exec(line) ?? [];
        if (sequence === undefined) return;
        member.held = Number(held);
        member.acknowledged = Number(sequence) - member.held;
      },
      onPanic: (code) => {
        member.panic = code;
      },
    });
    return Object.assign(member, { device });
  });
  const acknowledged = () => kits.reduce((sum, member) => sum + member.acknowledged, 0);
  try {
    for (const { device } of kits) await device.start();
    const started_ms = Date.now();
    for (let i = 0; i < steps; i++) {
      signal?.throwIfAborted();
      if (speed !== undefined) {
        await sleep(started_ms + ((i + 1) * interval_ms) / speed - Date.now(), undefined, { signal });
      }
      if (kits.some(({ held }) => held > READINGS_PER_REPORT)) await brokerAnswers(options);
      const slot_ms = start_ms + (i + 1) * interval_ms;
      await Promise.all(
        kits.map(async ({ kit, clock, device }) => {
          // values change between two slots, so that a slot always measures what has settled
          await clock.run(slot_ms - interval_ms / 2, signal);
          device.set(sampleOfRow(kit.rows[i] ?? kit.rows.at(-1) ?? []));
          await clock.run(slot_ms + AFTER_SLOT_ms, signal);
        }),
      );
      const broken = kits.find(({ panic }) => panic !== undefined);
      if (broken) throw new Error(`the firmware of ${broken.kit.kitId} panicked with code ${broken.panic}`);
      options.onProgress?.(acknowledged());
    }
    // what the broker was not there for is sent before the next slot would add a reading
    for (let minute = 2; minute < interval_s / 60 - 1; minute++) {
      if (kits.every(({ kit, acknowledged: done }) => done >= kit.rows.length)) break;
      await brokerAnswers(options);
      const until_ms = start_ms + steps * interval_ms + minute * AFTER_SLOT_ms;
      await Promise.all(kits.map(async ({ clock }) => await clock.run(until_ms, signal)));
    }
    options.onProgress?.(acknowledged());
    return acknowledged();
  } finally {
    for (const { device } of kits) device.stop();
  }
}

/** @throws Error where a kit has a gap, or other times than the others */
function checkGaps({ kitId, times_s, interval_s }: RecordedKit, first: RecordedKit): void {
  const gap = first.times_s.findIndex(
    (time_s, i) => time_s !== times_s[i] || (i > 0 && time_s - (times_s[i - 1] as number) !== interval_s),
  );
  if (gap < 0 && times_s.length === first.times_s.length) return;
  const at = new Date((first.times_s.at(gap) as number) * 1000).toISOString();
  throw new Error(
    `the recording of ${kitId} has a gap about ${at}: firmware that is on measures without one; replay it natively`,
  );
}

/** An upload interval near that of a native replay, after which nothing is left at the end of the recording. */
function uploadInterval_s(steps: number, interval_s: number): number {
  let readings = Math.max(1, Math.round(UPLOAD_INTERVAL_s / interval_s));
  while (steps % readings !== 0) readings -= 1;
  return readings * interval_s;
}
