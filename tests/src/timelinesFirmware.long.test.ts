import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const project = fileURLToPath(new URL("../..", import.meta.url));
const COUNT = 50;
/** Each on a processor of its own. */
const PROCESSES = 2;

it(`every reading that the bytecode takes in ${COUNT} timelines is stored once, or is accounted for`, async () => {
  const seeds = Array.from({ length: COUNT }, (_, i) => i + 1);
  const shares = Array.from({ length: PROCESSES }, (_, p) => seeds.filter((seed) => seed % PROCESSES === p));
  const results = (await Promise.all(shares.map(liveThrough))).flat();
  expect(results).toHaveLength(COUNT);
  expect(results.filter(({ status }) => status !== "passed")).toEqual([]);
});

interface Result {
  /** Says which seed. */
  title: string;
  status: string;
  failureMessages: string[];
}

/** Lives through the timelines of these seeds in a process of their own. */
async function liveThrough(seeds: number[]): Promise<Result[]> {
  const vitest = `${project}/node_modules/vitest/vitest.mjs`;
  const file = "tests/src/timelinesFirmware.test.ts";
  const args = [vitest, "run", "--config", "tests/vitest.config.ts", "--reporter=json", file];
  const env = { ...process.env, YEELEN_TIMELINES: seeds.join(" ") };
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: project, env, maxBuffer: 1 << 26 }, (_error, output) => resolve(output));
  });
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { testResults: { assertionResults: Result[] }[] };
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ title, status, failureMessages }) => ({ title, status, failureMessages }));
}
