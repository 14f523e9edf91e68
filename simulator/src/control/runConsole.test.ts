import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runConsole } from "./runConsole";
import { StandingRun } from "./testRun";

let standing: StandingRun;
let input: PassThrough;
let output: PassThrough & { isTTY?: boolean };
beforeEach(() => {
  standing = new StandingRun();
  standing.begin();
  input = new PassThrough();
  output = new PassThrough();
});
afterEach(async () => await standing.end());

const written = () => String(output.read() ?? "");

it("answers line by line until somebody quits", async () => {
  const console = runConsole(standing.run, standing.plan, { input, output });
  input.write("break koro-3 lamp-open\nquit\nbreak koro-3 panel-stolen\n");
  expect(await console).toBe("quit");
  expect(written()).toBe(
    "koro-3: lamp-open of lamp1 since 2026-03-02 00:00; it stays until  repair koro-3 lamp-open\n",
  );
  expect(standing.run.allHappenings().map(({ kind }) => kind)).not.toContain("panel-stolen");
});

it("lets the simulation go on where its input merely ends, or it is told to close", async () => {
  const first = runConsole(standing.run, standing.plan, { input, output });
  input.end("status");
  expect(await first).toBe("closed");
  expect(written()).toMatch(/^few: 2026-03-02 00:00/);

  const stop = new AbortController();
  const second = runConsole(standing.run, standing.plan, { input: new PassThrough(), output, signal: stop.signal });
  stop.abort();
  expect(await second).toBe("closed");
  expect(await runConsole(standing.run, standing.plan, { input, output, signal: stop.signal })).toBe("closed");
});

it("on a terminal has a prompt, completes words, and quits with Ctrl-C", async () => {
  output.isTTY = true;
  const console = runConsole(standing.run, standing.plan, { input, output });
  input.write("stat\t");
  await expect.poll(written).toContain("us ");
  input.write("\r");
  await expect.poll(written).toContain("few: 2026-03-02 00:00, day 1 of 10");
  input.write("\u0003");
  expect(await console).toBe("quit");
});
