import { describe, expect, it } from "vitest";

type Tally = { passed: number; failed: number; skipped: number; notes: string[] };

const { tallyTests, closing } = (await import(new URL("tally.mjs", import.meta.url).href)) as {
  tallyTests: (report: object | undefined, status: number) => Tally;
  closing: (tally: Tally, missing: string) => string;
};

/** A report with one file, `statuses` of its tests, as vitest's JSON reporter writes it. */
function file(statuses: string[], status = statuses.includes("failed") ? "failed" : "passed", message = "") {
  const assertionResults = statuses.map((it, at) => ({ fullName: `test ${at}`, status: it }));
  return { name: "a.test.ts", status, message, assertionResults };
}

describe("the closing line", () => {
  it.each([
    ["all pass", [file(["passed", "passed"])], 0, [2, 0, 0]],
    ["one fails", [file(["passed", "failed"])], 1, [1, 1, 0]],
    ["skipped and to do are not run", [file(["passed", "skipped", "todo", "pending"])], 0, [1, 0, 3]],
    ["a file that does not load is a failure", [file(["passed"]), file([], "failed", "no such module")], 1, [1, 1, 0]],
    ["a group whose set-up fails is a failure", [file(["pending", "passed"], "failed", "hook")], 1, [1, 1, 1]],
    ["nothing executed is a failure", [file(["skipped"])], 0, [0, 1, 1]],
    ["an error outside of every test is a failure", [file(["passed"])], 1, [1, 1, 0]],
  ])("%s", (_name, testResults, status, [passed, failed, skipped]) => {
    expect(tallyTests({ testResults }, status)).toMatchObject({ passed, failed, skipped });
  });

  it("counts a run that leaves no report as a failure", () => {
    expect(tallyTests(undefined, 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  });

  it("comes last, after what was skipped and what is missing", () => {
    const text = closing(tallyTests({ testResults: [file(["passed", "skipped"])] }, 0), "MISSING: influxd: why\n");
    expect(text).toBe("\nMISSING: influxd: why\nSKIPPED: test 1\n\n1 passed, 0 failed, 1 skipped\n");
  });
});
