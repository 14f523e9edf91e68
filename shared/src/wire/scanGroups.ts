import type { ByteReader } from "./byteReader";
import { GroupClock, NOT_MEASURED, SAME_BOOT } from "./columns";
import { MOST_READINGS, sequences, times } from "./fastRows";

/** What a report says of the readings of one group. `NOT_MEASURED` stands for what is absent, also of the readings where `count` is 0. */
export interface ScannedGroup {
  boot: number;
  /** Index into `resetCauses`. */
  resetCause: number;
  anchorUptime_s: number;
  anchorTime_s: number;
  clock: GroupClock;
  /** How many readings it has. */
  count: number;
  firstSequence: number;
  lastSequence: number;
  /** Whether every sequence is the one before + 1. */
  isConsecutive: boolean;
  /** Times in the unit of `clock`, of the first and last reading, and the extremes. */
  firstTime: number;
  lastTime: number;
  lowestTime: number;
  highestTime: number;
}

const NO_GROUPS: readonly ScannedGroup[] = Object.freeze([]);

/** Reads the heads of the groups; what is said of their readings comes after. @throws Error where they are not sound */
export function readGroups(reader: ByteReader): readonly ScannedGroup[] {
  const groupCount = reader.unsigned();
  if (groupCount === 0) return NO_GROUPS;
  if (groupCount > MOST_READINGS) throw new Error(`${groupCount} groups are too many`);
  const groups: ScannedGroup[] = [];
  let readings = 0;
  let boot = NOT_MEASURED;
  let resetCause = NOT_MEASURED;
  let anchorUptime_s = NOT_MEASURED;
  let anchorTime_s = NOT_MEASURED;
  for (let g = 0; g < groupCount; g++) {
    const flags = reader.byte();
    if (flags > SAME_BOOT + 1) throw new Error(`clock ${flags} is not known`);
    if (flags < SAME_BOOT) {
      boot = reader.optional();
      resetCause = reader.optional();
      anchorUptime_s = reader.optional();
      anchorTime_s = anchorUptime_s === NOT_MEASURED ? NOT_MEASURED : reader.unsigned();
    } else if (g === 0) {
      throw new Error("the first group has no boot before it");
    }
    const count = reader.unsigned();
    readings += count;
    if (readings > MOST_READINGS) throw new Error(`more than ${MOST_READINGS} readings`);
    groups.push({
      boot,
      resetCause,
      anchorUptime_s,
      anchorTime_s,
      clock: flags & 1 ? GroupClock.Time_ms : GroupClock.Uptime_s,
      count,
      firstSequence: NOT_MEASURED,
      lastSequence: NOT_MEASURED,
      isConsecutive: true,
      firstTime: NOT_MEASURED,
      lastTime: NOT_MEASURED,
      lowestTime: NOT_MEASURED,
      highestTime: NOT_MEASURED,
    });
  }
  return groups;
}

/** Notes in each group what the sequences and times of its readings are, once they are unpacked. */
export function describeReadings(groups: readonly ScannedGroup[]): void {
  let row = 0;
  for (const group of groups) {
    const end = row + group.count;
    if (row === end) continue;
    let sequence = sequences[row] as number;
    let lowest = times[row] as number;
    let highest = lowest;
    let isConsecutive = true;
    group.firstSequence = sequence;
    group.firstTime = lowest;
    for (row += 1; row < end; row++) {
      const next = sequences[row] as number;
      if (next !== sequence + 1) isConsecutive = false;
      sequence = next;
      const time = times[row] as number;
      if (time < lowest) lowest = time;
      else if (time > highest) highest = time;
    }
    group.lastSequence = sequence;
    group.lastTime = times[end - 1] as number;
    group.lowestTime = lowest;
    group.highestTime = highest;
    group.isConsecutive = isConsecutive;
  }
}
