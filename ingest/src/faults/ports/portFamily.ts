import { offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FaultPart } from "@yeelen/shared/faults";
import type { Family, OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { highestOf, lowestOf, NO_RANGE, widened, widthOf } from "../sensors/range";

/**
 * `port-short`: a USB port is short-circuited: a bent contact, or a cable that is. It draws what its switch lets
 * through, by day and by night, whatever is plugged in; the firmware switches it off for `overload`, tries again three
 * times, ten minutes apart, and leaves it off until the kit is restarted.
 * Set when it has drawn too much or been off for it for an hour and a half, past all attempts, with no reading in between
 * that it was on and well. Cleared by such a reading.
 *
 * `port-overload`: a notice. It drew too much and was well again before all attempts were used up: a greedy phone, two on
 * one cable. Cleared after a week without.
 *
 * Too much: a port that charges with the 1.5 A of USB BC 1.2 takes 8.8 W with a converter of 85 %; a TPS2553 holds a
 * short at 1.7 A, 10 W. Between them, towards the first: the battery's voltage may be off.
 */
const TOO_MUCH_mW = 9000;
const SHORT_ms = 90 * 60_000;
const NOTICE_days = 7;

const OVERLOAD = 1 + offReasons.indexOf("overload");
const PORTS = [
  { part: "usb1", column: Column.Usb1Current_mA, shift: 4 * outputs.indexOf("usb1") },
  { part: "usb2", column: Column.Usb2Current_mA, shift: 4 * outputs.indexOf("usb2") },
] as const satisfies readonly { part: FaultPart; column: Column; shift: number }[];

/** What is kept of a port's day. */
const enum Slot {
  /** Minutes of the day between which it drew too much or was off for it, and the last at which it was on and well. */
  Bad_min = 0,
  LastGood_min = 1,
  /** How many readings it drew too much in, and the most it drew, in mW. */
  Drawn = 2,
  Most_mW = 3,
  Count = 4,
}

interface PortMemory {
  /** Since when it has been bad without a good reading. */
  badSince_ms: number | undefined;
  /** The newest day on which it was overloaded for a while. */
  overloadedOn: number | undefined;
}

const start: PortMemory = { badSince_ms: undefined, overloadedOn: undefined };

/** Faults of the USB ports. */
export const portFamily: Family<readonly PortMemory[]> = {
  name: "ports",
  slots: PORTS.length * Slot.Count,
  start: PORTS.map(() => start),
  clear(sums, at) {
    PORTS.forEach((_, port) => {
      sums[at + port * Slot.Count + Slot.Bad_min] = NO_RANGE;
      sums[at + port * Slot.Count + Slot.LastGood_min] = -1;
    });
  },
  add(sums, at, { row, time_ms }) {
    const minute = Math.floor((time_ms % DAY_ms) / 60_000);
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    const off = row[Column.Off] as number;
    PORTS.forEach(({ column, shift }, port) => {
      const slot = at + port * Slot.Count;
      const reason = off === NOT_MEASURED ? 0 : (off >> shift) & 15;
      const current_mA = row[column] as number;
      const isMeasured = current_mA !== NOT_MEASURED && voltage_mV !== NOT_MEASURED;
      const drawn_mW = isMeasured ? Math.round((current_mA * voltage_mV) / 1000) : 0;
      if (reason === OVERLOAD || (reason === 0 && drawn_mW >= TOO_MUCH_mW)) {
        sums[slot + Slot.Bad_min] = widened(sums[slot + Slot.Bad_min] as number, minute);
        if (reason === 0) {
          sums[slot + Slot.Drawn] = (sums[slot + Slot.Drawn] as number) + 1;
          sums[slot + Slot.Most_mW] = Math.max(sums[slot + Slot.Most_mW] as number, drawn_mW);
        }
      } else if (reason === 0 && isMeasured) {
        sums[slot + Slot.LastGood_min] = Math.max(sums[slot + Slot.LastGood_min] as number, minute);
      }
    });
  },
  step(memory, on) {
    if (!on.hasReadings) return memory;
    return memory.map((of, port) => judgePort(of, port, on));
  },
};

function judgePort(memory: PortMemory, port: number, on: OnDay<undefined>): PortMemory {
  const { part } = PORTS[port] as (typeof PORTS)[number];
  const slot = on.at + port * Slot.Count;
  const bad = on.sums[slot + Slot.Bad_min] as number;
  const lastGood_min = on.sums[slot + Slot.LastGood_min] as number;
  const at_ms = (minute: number) => on.day * DAY_ms + minute * 60_000;
  const isBad = widthOf(bad) >= 0;
  const lastBad_min = isBad ? highestOf(bad) : -1;
  const hasRecovered = lastGood_min > lastBad_min;
  const evidence = {
    readingsTooHigh: on.sums[slot + Slot.Drawn] as number,
    most_W: Math.round((on.sums[slot + Slot.Most_mW] as number) / 100) / 10,
    limit_W: TOO_MUCH_mW / 1000,
  };
  let { badSince_ms, overloadedOn } = memory;
  if (isBad) {
    const wasGood = lastGood_min > lowestOf(bad) && !hasRecovered;
    badSince_ms = wasGood ? at_ms(lastGood_min) : (badSince_ms ?? at_ms(lowestOf(bad)));
    const isPastAttempts = at_ms(lastBad_min) - badSince_ms >= SHORT_ms;
    // where it was well in between, only the time since then is known to be one spell
    const isOneSpell = !hasRecovered || memory.badSince_ms !== undefined;
    const finding = { severity: "major", since_ms: badSince_ms, evidence } as const;
    if (isPastAttempts && isOneSpell) on.set("port-short", part, finding, at_ms(lastBad_min));
    else if (!hasRecovered) on.suspect("port-short", part, finding);
    if ((hasRecovered || wasGood) && !on.isOpen("port-short", part)) {
      overloadedOn = on.day;
      on.set(
        "port-overload",
        part,
        { severity: "notice", since_ms: at_ms(lowestOf(bad)), evidence },
        at_ms(lastBad_min),
      );
    }
  }
  if (hasRecovered) {
    on.clear("port-short", part, at_ms(lastGood_min));
    badSince_ms = undefined;
  }
  if (overloadedOn !== undefined && on.day >= overloadedOn + NOTICE_days) {
    on.clear("port-overload", part, on.day * DAY_ms);
    overloadedOn = undefined;
  }
  return { badSince_ms, overloadedOn };
}
