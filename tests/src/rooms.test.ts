import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const project = fileURLToPath(new URL("../..", import.meta.url));
const oxlint = join(project, "node_modules/.bin/oxlint");

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "yeelen-rooms-"));
  cpSync(join(project, ".oxlintrc.json"), join(copy, ".oxlintrc.json"));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Which rules of lint a file with this one import breaks. */
async function brokenBy(file: string, from: string): Promise<string> {
  const path = join(copy, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from "${from}";\nexport const other = thing;\n`);
  const said = await new Promise<string>((resolve) => {
    execFile(oxlint, ["-f", "unix", file], { cwd: copy }, (_error, stdout) => resolve(stdout));
  });
  rmSync(path);
  return said;
}

it.each([
  ["shared/src/a.ts", "@yeelen/ingest/journal/journal"],
  ["shared/src/a.ts", "../../simulator/src/model/sun"],
  ["firmware/src/kit/a.ts", "node:fs"],
  ["firmware/src/kit/a.ts", "@devicescript/core"],
  ["firmware/src/kit/a.ts", "../board/roles"],
  ["ingest/src/a.ts", "@yeelen/simulator/fleet/fleet"],
  ["ingest/src/a.ts", "@yeelen/firmware/kit/kit"],
  ["ingest/web/a.ts", "@yeelen/simulator/model/sun"],
  ["ingest/src/faults/a.ts", "@yeelen/simulator/model/kitModel"],
  ["ingest/src/faults/a.test.ts", "@yeelen/simulator/model/kitModel"],
  ["ingest/src/faults/a.ts", "../broker/broker"],
  ["simulator/src/a.ts", "@yeelen/ingest/journal/journal"],
])("%s may not import %s", async (file, from) => {
  expect(await brokenBy(file, from)).toContain("no-restricted-imports");
});

it.each([
  ["firmware/src/kit/a.ts", "../../../shared/src/wire/columns"],
  ["ingest/src/faults/a.ts", "../journal/readings"],
  ["ingest/src/a.ts", "@yeelen/shared/topics"],
  ["simulator/src/a.ts", "@yeelen/firmware/kit/kit"],
  ["deploy/yeelen/a.ts", "@yeelen/ingest/service"],
])("%s may import %s", async (file, from) => {
  expect(await brokenBy(file, from)).not.toContain("no-restricted-imports");
});
