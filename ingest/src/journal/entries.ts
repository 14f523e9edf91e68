import type { ReportFrame } from "@yeelen/shared/wire/columns";
import type { OfferedCommands } from "./commands";
import type { Quarantined } from "./quarantine";

/** A report that was decoded, checked and placed in time, ready to be kept. */
export interface ReportEntry {
  /** The kit's id in the register. */
  kit: number;
  code: string;
  received_ms: number;
  /** The report as it came, its lamp section apart. */
  core: Buffer;
  lamps: Buffer | undefined;
  frame: ReportFrame;
  /** For every group of the frame, where it stands in time. */
  placements: { base_ms: number; estimated: boolean }[];
  /** Sequences that are not to become readings. */
  excluded: ReadonlySet<number>;
  quarantined: Quarantined[];
  unknownParts: number;
}

/** What is to be committed: a report, or only what was refused of a message. */
export type JournalEntry = ReportEntry | { quarantined: Quarantined[] };

/** What became of an entry. */
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
