import type { Fault } from "@yeelen/shared/faults";
import { expect, test } from "vitest";
import { afterAnswer } from "./arrivals";

function fault(kit: string, since = "2026-11-23T10:00:00.000Z"): Fault {
  const severity = "major";
  return {
    kit,
    site: "Gao",
    kind: "battery-undervoltage",
    part: "battery",
    state: "raised",
    severity,
    since,
    evidence: {},
  };
}

test("what was there when the page was opened is not new; what comes up later is, once", () => {
  const opened = afterAnswer(undefined, [fault("a")]);
  expect(opened.latest).toEqual([]);
  const later = afterAnswer(opened, [fault("b"), fault("a", "2026-11-22T10:00:00.000Z")]);
  expect(later.latest.map(({ kit }) => kit)).toEqual(["b"]);
  const unchanged = afterAnswer(later, [fault("b"), fault("a")]);
  expect(unchanged.latest).toEqual([]);
  expect(unchanged.recent.size).toBe(1);
  expect(afterAnswer(unchanged, [fault("a")]).recent.size).toBe(0);
});
