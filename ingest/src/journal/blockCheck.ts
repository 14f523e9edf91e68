import type Database from "libsql";
import { blockChecksum, lampChecksum } from "./checksum";
import { bytesOf } from "./database";
import type { CheckedRow } from "./verification";

/** What a look at the checksums of blocks found. */
export interface CheckedBlocks {
  blocks: number;
  /** Whether these were all there are; otherwise they were the newest. */
  isAll: boolean;
  /** When the oldest block that was looked at was begun, Unix time in ms; null where there is none. */
  since_ms: number | null;
  /** What is wrong, a sentence a block. */
  problems: string[];
}

const BLOCKS_AT_A_TIME = 64;

/** Blocks with their checksums. */
export const CHECKED_BLOCKS = `SELECT block.position AS position, received_ms, reports, block.checksum AS checksum, lamps,
  lamp_block.checksum AS lamp_checksum
  FROM block LEFT JOIN lamp_block ON lamp_block.position = block.position`;

/**
 * Looks whether blocks are as they were written, the newest first, until the time is up: a bit that turned over within a
 * report is damage that SQLite does not see. Whether what they say fits the index is for `verify`.
 *
 * @param most_ms how long it may take
 * @param mostProblems after how many it ends
 */
export function checkNewestBlocks(database: Database.Database, most_ms: number, mostProblems: number): CheckedBlocks {
  const found: CheckedBlocks = { blocks: 0, isAll: false, since_ms: null, problems: [] };
  const before = database.prepare(
    `${CHECKED_BLOCKS} WHERE block.position < ? ORDER BY block.position DESC LIMIT ${BLOCKS_AT_A_TIME}`,
  );
  const end_ms = performance.now() + most_ms;
  for (let at = Number.MAX_SAFE_INTEGER; ; ) {
    const rows = before.all(at) as CheckedRow[];
    for (const row of rows) {
      found.blocks += 1;
      found.since_ms = row.received_ms;
      found.problems.push(...sumProblems(row));
      at = row.position;
    }
    found.isAll = rows.length < BLOCKS_AT_A_TIME;
    if (found.isAll || found.problems.length >= mostProblems || performance.now() > end_ms) return found;
  }
}

/** What the checksums of a block say; empty where it is as it was written. */
function sumProblems({ position, received_ms, reports, checksum, lamps, lamp_checksum }: CheckedRow): string[] {
  const problems: string[] = [];
  if (blockChecksum(position, received_ms, bytesOf(reports)) !== checksum) {
    problems.push(`block ${position}: is not as it was written`);
  }
  if (lamps && lampChecksum(position, bytesOf(lamps)) !== lamp_checksum) {
    problems.push(`lamps of block ${position}: not as they were written`);
  }
  return problems;
}
