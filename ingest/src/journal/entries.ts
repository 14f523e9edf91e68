import type { ScannedReport } from "@yeelen/shared/wire/scanReport";
import type { OfferedCommands } from "./commands";
import type { KitRecord } from "./kits";
import type { Quarantined } from "./quarantine";

/** A report that was checked and placed in time, ready to be kept. */
export interface ReportEntry {
  kit: Pick<KitRecord, "id" | "code">;
  received_ms: number;
  /** The report in its binary form. It must not change any more. */
  bytes: Buffer;
  scanned: ScannedReport;
  /** For every group of the report, where it stands in time. */
  placements: readonly { base_ms: number; estimated: boolean }[];
  /** Sequences that are not to become readings. */
  excluded: ReadonlySet<number>;
  quarantined: readonly Quarantined[];
  unknownParts: number;
}

/** What became of a report. */
export interface Committed {
  /** Readings that are kept from now on. */
  stored: number;
  /** Readings that were kept before, with the same content. */
  known: number;
  /** Readings whose sequence is taken by another content: quarantined. */
  conflicts: number;
  /** What the kit is to be told to do. */
  commands?: OfferedCommands | undefined;
}
