import { Column, FIRST_LAMP_COLUMN, type Group } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { reportOf } from "./record";
import type { RunIndex } from "./runIndex";

interface KeptGroup {
  group: Group;
  rows: Map<number, number[]>;
  hasLamps: boolean;
}

/** What the journal holds, to compare with what comes again. */
export class KeptReadings {
  constructor(private readonly index: RunIndex) {}

  /** Looks up readings of a kit and incarnation. What it finds is decoded once, however many readings are compared. */
  of(kit: number, incarnation: number): { isSame: (row: readonly number[], group: Group) => boolean } {
    const decoded = new Map<string, KeptGroup>();
    return {
      isSame: (row, group) => {
        const sequence = row[Column.Sequence] as number;
        const found = this.index.find(kit, incarnation, sequence);
        // it was let go after its time: that it was delivered is all that is known
        if (!found) return true;
        const key = `${found.position} ${found.run.group_index}`;
        let kept = decoded.get(key);
        if (!kept) {
          const { groups } = decodeReport(reportOf(found.record)).frame;
          const keptGroup = groups[found.run.group_index] as Group;
          // the first of a sequence that stands twice in a group is the one that counts
          const rows = new Map(keptGroup.rows.toReversed().map((one) => [one[Column.Sequence] as number, one]));
          kept = { group: keptGroup, rows, hasLamps: found.record.lamps.length > 0 };
          decoded.set(key, kept);
        }
        return isSame(kept, row, group);
      },
    };
  }
}

function isSame({ group: kept, rows, hasLamps }: KeptGroup, row: readonly number[], group: Group): boolean {
  const before = rows.get(row[Column.Sequence] as number);
  if (!before || kept.boot !== group.boot || kept.clock !== group.clock) return false;
  const columns = hasLamps ? before.length : FIRST_LAMP_COLUMN;
  for (let column = 0; column < columns; column++) if (before[column] !== row[column]) return false;
  return true;
}
