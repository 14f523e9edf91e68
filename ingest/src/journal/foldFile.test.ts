import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FoldFile } from "./foldFile";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-fold-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const site = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });

it("gives back what was kept last, and only to the version that kept it", () => {
  const file = new FoldFile(directory, "1");
  expect(file.load()).toBeUndefined();
  file.save(7, [site("Koro", "a"), site("Kita", "b")]);
  file.save(9, [site("Koro", "c")]);
  expect(new FoldFile(directory, "1").load()).toEqual({ position: 9, sites: [site("Koro", "c")] });
  expect(new FoldFile(directory, "2").load()).toBeUndefined();
  expect(statSync(join(directory, "faults.sqlite")).mode & 0o777).toBe(0o600);
});

it("is begun anew where it is damaged", () => {
  const file = new FoldFile(directory, "1");
  writeFileSync(join(directory, "faults.sqlite"), "this is no database, and it is long enough to be taken for one");
  expect(file.load()).toBeUndefined();
  file.save(3, [site("Koro", "d")]);
  expect(file.load()).toEqual({ position: 3, sites: [site("Koro", "d")] });
});
