import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Intake } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkJournal, sentByLoad } from "./loadCheck";
import { firstOf, nthOf } from "./loadReport";
import { repeatableReports } from "./loadSource";

const [report] = repeatableReports(1);
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-check-"));
});
afterEach(() => rmSync(data, { recursive: true }));

/** Keeps these messages of kit number 0. */
function keep(messages: readonly number[]): void {
  const journal = Journal.openToWrite(data);
  journal.kits.add(
    { code: "kit-0", site: "Mopti", clock: "sender", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) },
    0,
  );
  const kit = journal.kits.find("kit-0");
  if (!kit || !report) throw new Error("no kit or no report");
  const intake = new Intake(journal, { error: () => undefined });
  for (const n of messages) {
    const bytes = Buffer.from(encodeReport(nthOf(firstOf(report, 0), n), Buffer.alloc(1000)));
    intake.receive(kit, "binary", bytes, Date.UTC(2026, 0, 2));
  }
  journal.close();
}

it.each([
  { kept: [0, 1, 2], acknowledged: 3, readings: 72, lost: 0 },
  { kept: [0, 2], acknowledged: 3, readings: 48, lost: 24 },
  { kept: [], acknowledged: 2, readings: 0, lost: 48 },
  // one that was kept, and whose acknowledgement never came
  { kept: [0, 1, 2, 3], acknowledged: 3, readings: 96, lost: 0 },
  // one that came again
  { kept: [0, 1, 1], acknowledged: 2, readings: 48, lost: 0 },
])("of messages $kept, of which $acknowledged were acknowledged, misses $lost readings", (given) => {
  keep(given.kept);
  const sent = new Map([["kit-0", sentByLoad(0, given.acknowledged, 24)]]);
  expect(checkJournal(data, sent)).toEqual({ readings: given.readings, lost: given.lost, duplicated: 0 });
});
