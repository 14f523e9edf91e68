import { Column, emptyRow } from "../../../shared/src/wire/columns";
import { Attempts } from "../../../firmware/src/kit/attempts";
import { Commands } from "../../../firmware/src/kit/commands";
import { Sending } from "../../../firmware/src/kit/sending";

/**
 * Days of a kit that sends, fails and is told things, in numbers that depend on every decision. Portable: the
 * chip's machine and Node must tell the same.
 */
export function kitStory(incarnation: number, month: number): string {
  const sending = new Sending(incarnation, month, 21600, month % 4);
  let attempts = new Attempts(month, Buffer.alloc(0));
  let commands = new Commands(Buffer.alloc(0));
  const row = emptyRow();
  let told = "";
  let chance = month + 1;
  let uptime_s = 0;
  for (let i = 0; i < 30; i++) {
    chance = (chance * 2469) % 65521;
    uptime_s = uptime_s + 60 * (chance % 90);
    row[Column.Off] = chance % 11 === 0 ? 1 << (4 * (chance % 6)) : 0;
    row[Column.Lamp1Condition] = chance % 17 === 0 ? 1 : 0;
    sending.watch(row);
    if (!sending.due(uptime_s, true)) continue;
    const luck = chance % 8;
    if (luck < 6) {
      sending.attempted(luck, uptime_s);
      attempts.add(luck, uptime_s);
    } else {
      sending.sent(i, uptime_s);
      if (luck === 6) sending.refused(uptime_s);
      else sending.delivered(uptime_s, true);
      const revision = i + incarnation;
      told = told + commands.take([revision, chance % 8, 60 * (chance % 70)]) + commands.value(0, 7);
    }
    if (chance % 5 === 0) {
      attempts = new Attempts(month + i, attempts.record());
      commands = new Commands(commands.record());
    }
    let pause_s = 59;
    while (sending.isPaused(uptime_s + pause_s) && pause_s < 76) pause_s = pause_s + 1;
    told = told + pause_s;
  }
  let sum = 0;
  for (const value of attempts.travelling()) sum = (sum * 31 + (value & 0xffff)) % 65521;
  return told + " " + sum + " " + attempts.record().toString("hex");
}
