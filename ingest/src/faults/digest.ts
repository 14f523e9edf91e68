import type { Battery } from "../journal/kits";
import type { PlacedReading } from "../journal/readings";
import { afterReading, noUndervoltage, type UndervoltageState } from "./batteryUndervoltage";

/**
 * What the faults need to know of a kit, folded from its readings in event-time order. A reading
 * that comes late is not folded in: whoever holds the digest makes a new one from the journal.
 */
export class KitDigest {
  undervoltage: UndervoltageState = noUndervoltage;
  newest: PlacedReading | undefined;

  constructor(private readonly battery: Battery) {}

  /** Folds a reading in. Returns false, and changes nothing, where it is older than the newest one. */
  add(reading: PlacedReading): boolean {
    if (this.newest && isBefore(reading, this.newest)) return false;
    this.undervoltage = afterReading(this.undervoltage, reading, this.battery);
    this.newest = reading;
    return true;
  }

  /** Event time of the newest reading, Unix time in ms. */
  watermark_ms(): number | undefined {
    return this.newest?.time_ms;
  }
}

/** The event-time order of a kit's readings; where two share a time, the order of their numbers. */
function isBefore(a: PlacedReading, b: PlacedReading): boolean {
  if (a.time_ms !== b.time_ms) return a.time_ms < b.time_ms;
  return a.incarnation !== b.incarnation ? a.incarnation < b.incarnation : a.sequence < b.sequence;
}
