import { journalSize_bytes } from "@yeelen/ingest/dataDirectory";
import type { CheckedBlocks } from "@yeelen/ingest/journal/blockCheck";
import { inspectJournal } from "@yeelen/ingest/journal/inspect";
import { existsSync } from "node:fs";
import { fail, type Finding, ok } from "./finding";
import { sizeText } from "./sizes";

/** From this size on somebody who waits is told why: reading it takes some seconds. */
const LARGE_bytes = 256 * 1024 * 1024;

/** How long the checksums of blocks are looked at: as long as somebody waits who is in a hurry. */
const BLOCKS_ms = 10_000;

/**
 * The journal: it opens, is of a version that this program knows, every page of it is sound, and its reports are as
 * they were written: the newest that could be looked at in time.
 */
export function checkJournal(directory: string, say: (text: string) => void, blocks_ms = BLOCKS_ms): Finding[] {
  const size_bytes = existsSync(directory) ? journalSize_bytes(directory) : 0;
  if (size_bytes >= LARGE_bytes)
    say(`reading the whole journal (${sizeText(size_bytes)}); the service goes on meanwhile`);
  let inspection: ReturnType<typeof inspectJournal>;
  try {
    inspection = inspectJournal(directory, blocks_ms);
  } catch (error) {
    const advice = "look at the files' owner and at the disk (dmesg)";
    return [fail("journal", `it cannot be opened: ${(error as Error).message}`, advice)];
  }
  if (!inspection) return [ok("journal", "none yet:  yeelen serve  makes it")];
  const { version, damages, isKnown, blocks } = inspection;
  if (damages.length > 0) {
    const advice =
      `stop the service, copy ${directory} aside as it is, then restore the newest backup, ` +
      `or run  yeelen journal salvage --data ${directory} --into NEW-DIRECTORY`;
    return [fail("journal", `it is damaged: ${damages.join("; ").replaceAll(/\s+/g, " ").slice(0, 300)}`, advice)];
  }
  if (!isKnown) {
    const advice = "run it with the version of Yeelen that wrote it, or a newer one";
    return [fail("journal", `it is of version ${version}, which this program does not know`, advice)];
  }
  return [ok("journal", `${sizeText(size_bytes)}, sound, version ${version}; ${lookedAt(blocks)}`)];
}

function lookedAt(blocks: CheckedBlocks | undefined): string {
  if (!blocks) return "the checksums of its reports were not looked at";
  if (blocks.isAll) return "all reports are as they were written";
  const since = new Date(blocks.since_ms ?? 0).toISOString().slice(0, 10);
  return `reports since ${since} are as they were written; for older ones:  yeelen journal check --full`;
}
