// @ts-check
import path from "node:path";
import { root } from "./paths.mjs";

/**
 * What was counted, and what has to be said loudly at the end.
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Tally
 */

/** @typedef {{ fullName: string, status: string }} TestResult */
/** @typedef {{ name: string, status: string, message: string, assertionResults: TestResult[] }} FileResult */

/**
 * Counts a run of vitest by its JSON report. A run that leaves nothing to read, or that failed for a reason outside of
 * every test, counts as one failure.
 * @param {{ testResults: FileResult[] } | undefined} report
 * @param {number} status of the vitest process
 * @returns {Tally}
 */
export function tallyTests(report, status) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const skipped = tests.filter((test) => !["passed", "failed"].includes(test.status));
  const failures = tests.filter((test) => test.status === "failed");
  let failed = failures.length;
  const notes = [
    ...skipped.map((test) => `SKIPPED: ${test.fullName.trim()}`),
    ...failures.map((test) => `FAILED: ${test.fullName.trim()}`),
  ];

  // No test of such a file has failed: it did not load, or what a group of tests needs could not be set up.
  const broken = files.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  failed += broken.length;
  for (const { name, message } of broken) {
    const [reason] = (message || "what its tests need could not be set up: see above").split("\n");
    notes.push(`FAILED: ${path.relative(root, name)}: ${reason}`);
  }

  if (passed + failed === 0) {
    failed += 1;
    notes.push("FAILED: no test was executed");
  } else if (status !== 0 && failed === 0) {
    failed += 1;
    notes.push(`FAILED: vitest ended with status ${status} though no test failed`);
  }
  return { passed, failed, skipped: skipped.length, notes };
}

/**
 * @param {Tally} a
 * @param {Tally} b
 * @returns {Tally}
 */
export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    notes: [...a.notes, ...b.notes],
  };
}

/**
 * What is printed at the very end; its last line is for programs too.
 * @param {Tally} tally
 * @param {string} missing lines about servers that are not there
 */
export function closing({ passed, failed, skipped, notes }, missing) {
  const shown = notes.slice(0, 60);
  if (notes.length > shown.length) shown.push(`... and ${notes.length - shown.length} more`);
  const loud = missing + shown.map((note) => `${note}\n`).join("");
  return `\n${loud}${loud === "" ? "" : "\n"}${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
