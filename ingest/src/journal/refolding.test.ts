import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Intake } from "../intake/intake";
import { Journal } from "./journal";
import { madeReport } from "./testReports";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-refolding-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("a report that tells of nothing but dropped readings is still known after a crash before it was folded in", () => {
  const KITS = 200;
  const journal = Journal.open(directory);
  for (let i = 0; i < KITS; i++) {
    journal.kits.add(
      { code: `kit-${i}`, site: "Mopti", clock: "server", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) },
      0,
    );
  }
  const kits = journal.kits.all();
  const intake = new Intake(journal, { error: () => undefined });
  const messages = (make: () => Buffer) =>
    kits.map((kit) => ({ kit, form: "binary" as const, bytes: make(), received_ms: 1_800_000_000_000 }));
  intake.commit(
    messages(() =>
      madeReport({
        uptime_s: 10 * 900,
        readings: [
          [1, 1],
          [2, 2],
          [9, 9],
        ].map(([s, t]) => [s, (t as number) * 900]) as [number, number][],
      }),
    ),
  );
  while (journal.foldMore());
  intake.commit(messages(() => madeReport({ uptime_s: 11 * 900, readings: [], dropped: [3, 5] })));
  // no fold: the process ends here
  journal.close();

  const again = Journal.open(directory);
  again.commit(() => undefined);
  while (again.foldMore());
  for (const summary of again.kitSummaries()) expect(summary).toMatchObject({ readings: 3, thinned: 3, gaps: 1 });
  again.close();
});
