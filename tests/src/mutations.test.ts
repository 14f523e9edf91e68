import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = fileURLToPath(new URL("../..", import.meta.url));
const workspaces = ["shared", "firmware", "ingest", "simulator", "deploy", "tests"];

interface Mutation {
  name: string;
  file: string;
  from: string;
  to: string;
  /** The test that must notice. */
  noticedBy: { file: string; test: string };
}

/** Promises of the system, each taken out in turn: a test has to notice. */
const mutations: Mutation[] = [
  {
    name: "the kit frees readings when it sends them, without waiting for the acknowledgement",
    file: "firmware/src/kit/kit.ts",
    from: "    return encodeReport(frame,",
    to: "    store.free(incarnation, [0, 4294967295]);\n    return encodeReport(frame,",
    noticedBy: { file: "tests/src/timelines.test.ts", test: "from seed 1 on" },
  },
  {
    name: "the kit uses the numbers of a block again after a reset",
    file: "firmware/src/kit/numbering.ts",
    from: "this.sequence = stored[1] as number;",
    to: "this.sequence = (stored[1] as number) - SEQUENCE_BLOCK;",
    noticedBy: { file: "tests/src/timelines.test.ts", test: "from seed 1 on" },
  },
  {
    name: "the kit takes numbers that flash does not hold for set aside",
    file: "firmware/src/kit/numbering.ts",
    from: "if (isKept || this.limit === UNLIMITED)",
    to: "if (isKept || !isKept)",
    noticedBy: { file: "tests/src/timelines.test.ts", test: "from seed 1 on" },
  },
  {
    name: "the kit does not read its readings back from flash",
    file: "firmware/src/kit/store.ts",
    from: "this.backlog.load(flash,",
    to: "this.backlog.load([],",
    noticedBy: { file: "tests/src/timelines.test.ts", test: "from seed 1 on" },
  },
  {
    name: "the kit sends readings of an older life of its numbering under the present one, so that they count twice",
    file: "firmware/src/kit/kit.ts",
    from: "      incarnation,\n      uptime_s,",
    to: "      incarnation: ring.incarnation,\n      uptime_s,",
    noticedBy: { file: "tests/src/timelines.test.ts", test: "from seed 1 on" },
  },
  {
    name: "the board does not hand the kit its readings from flash",
    file: "firmware/src/board/memory.ts",
    from: "if (bytes.length > 0) flash.push",
    to: 'if (bytes.length > 0 && key[0] !== "b") flash.push',
    noticedBy: { file: "tests/src/timelinesFirmware.test.ts", test: "timeline 41" },
  },
  {
    name: "the journal takes a reading that it has, whoever asks it to",
    file: "ingest/src/journal/sequences.ts",
    from: 'if (this.hasAny(first, last)) throw new Error("a reading would be kept twice");',
    to: "",
    noticedBy: { file: "ingest/src/journal/sequences.test.ts", test: "takes one of them once" },
  },
  {
    name: "the journal does not look whether it has a reading already",
    file: "ingest/src/journal/newRuns.ts",
    from: "if (!ledger.numbering.hasAny(incarnation, sequence, sequence)) return true;",
    to: "return true;",
    noticedBy: { file: "ingest/src/journal/journal.test.ts", test: "when it comes again: a part of it" },
  },
  {
    name: "the journal does not wait for the disk",
    file: "ingest/src/journal/database.ts",
    from: "database.pragma(`synchronous = ${synchronous}`);",
    to: 'database.pragma("synchronous = OFF");',
    noticedBy: { file: "tests/src/faults.test.ts", test: "what a power cut leaves" },
  },
  {
    name: "the journal does not read again, after a crash, what its index did not hold yet",
    file: "ingest/src/journal/ledgers.ts",
    from: "    if (this.isCaughtUp) return;",
    to: "    if (this.tables) return;",
    noticedBy: { file: "ingest/src/journal/reportWriter.test.ts", test: "again in the reports after a crash" },
  },
  {
    name: "the export's cursor moves without waiting for success",
    file: "ingest/src/export/exportLoop.ts",
    from: "    const writing = this.write(batch);",
    to: "    journal.moveCursor(this.consumer, batch.position);\n    const writing = this.write(batch);",
    noticedBy: {
      file: "ingest/src/export/exporter.test.ts",
      test: "does not move its cursor while the server refuses",
    },
  },
];

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "yeelen-mutations-"));
  const isSource = (path: string) => !/node_modules|[/\\]dist|\.devicescript|\.git$/.test(path.slice(project.length));
  for (const name of [...workspaces, "package.json", "tsconfig.json"]) {
    cpSync(join(project, name), join(copy, name), { recursive: true, filter: isSource });
  }
  linkModules(join(project, "node_modules"), join(copy, "node_modules"));
  for (const workspace of workspaces) {
    const nested = join(project, workspace, "node_modules");
    if (existsSync(nested)) symlinkSync(nested, join(copy, workspace, "node_modules"));
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("a test notices when", () => {
  it.each(mutations)(
    "$name",
    async ({ file, from, to, noticedBy }) => {
      const path = join(copy, file);
      const source = readFileSync(path, "utf8");
      expect(source.split(from), `${file} must hold the line once`).toHaveLength(2);
      expect(await failures(noticedBy), "unchanged, it passes").toEqual([]);
      writeFileSync(path, source.replace(from, to));
      try {
        expect(await failures(noticedBy)).not.toEqual([]);
      } finally {
        writeFileSync(path, source);
      }
    },
    240_000,
  );
});

/** Names of the tests that fail in the copy, of those that are to notice. */
async function failures({ file, test }: Mutation["noticedBy"]): Promise<string[]> {
  const args = [
    join(project, "node_modules/vitest/vitest.mjs"),
    "run",
    "--config",
    "tests/vitest.config.ts",
    "--reporter=json",
    "-t",
    test,
    file,
  ];
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 1 << 26 }, (_error, output) => resolve(output));
  });
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
    testResults: { assertionResults: { status: string; fullName: string }[] }[];
  };
  const results = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed");
  expect(results.length, `tests named "${test}"`).toBeGreaterThan(0);
  return results.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
}

/** The installed packages, but the project's own are those of the copy. */
function linkModules(from: string, to: string): void {
  mkdirSync(join(to, "@yeelen"), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== "@yeelen" && name !== "yeelen" && name !== ".vite") symlinkSync(join(from, name), join(to, name));
  }
  for (const name of workspaces.filter((workspace) => workspace !== "deploy")) {
    symlinkSync(join(copy, name), join(to, "@yeelen", name));
  }
  symlinkSync(join(copy, "deploy"), join(to, "yeelen"));
}
