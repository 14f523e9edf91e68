import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DOCUMENT, sectionOf } from "./document";
import { readFieldData } from "./fieldData";
import { calibrationMarkdown } from "./markdown";
import { simulateFleet } from "./simulated";

it("docs/simulator.md has the figures of today's simulator (simulator/scripts/calibrate.ts writes them)", () => {
  const now = calibrationMarkdown(readFieldData(), simulateFleet());
  expect(sectionOf(readFileSync(DOCUMENT, "utf8"), "calibration")).toBe(now);
});
