import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@yeelen/ingest/journal/database";
import { afterEach, expect, it } from "vitest";
import { buildStore } from "./storeBuild";
import { UploadMix } from "./storeMix";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the tables hold that a journal of the mix has, built with so many commits in a transaction. */
async function built(mix: UploadMix, commitsTogether: number) {
  const data = mkdtempSync(join(tmpdir(), "yeelen-test-"));
  folders.push(data);
  const { journal, counts } = await buildStore(mix, 12, data, async () => undefined, commitsTogether);
  journal.close();
  const database = openDatabase(data, "NORMAL");
  const tables = ["block", "lamp_block", "run_index", "numbering", "kit_state", "cursor", "attempt", "event"];
  const rows = tables.map((table) => database.prepare(`SELECT * FROM ${table}`).raw().all());
  database.close();
  return { counts, rows };
}

it("makes the journal that it makes where each commit is a transaction", async () => {
  const mix = new UploadMix(6, 4);
  const [together, each] = [await built(mix, 500), await built(mix, 1)];
  expect(together.counts.readings).toBeGreaterThan(12 * 96 * 2);
  expect(together).toEqual(each);
});
