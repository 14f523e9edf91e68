import { describe, expect, it } from "vitest";
import { faultCases, liveThroughCase } from "./faults/cases";
import { killRounds } from "./faults/rounds";
import { problemsAtEnd } from "./faults/scene";
import { describeWith } from "./servers/programs";

const SEED = 1;

describeWith(
  ["influxd"],
  "nothing acknowledged is lost, and nothing is there twice, in the journal and InfluxDB",
  () => {
    it.each(faultCases)(
      "when $name",
      async (faultCase) => {
        const result = await liveThroughCase(faultCase, { readings_per_s: 500, seed: SEED, readings: 700 });
        expect(problemsAtEnd(result)).toEqual([]);
      },
      120_000,
    );
  },
);

describe("what a service leaves that is killed at random moments under load", () => {
  it("is whole, and all that it acknowledged", async () => {
    const { problems, promised } = await killRounds(6, SEED, false);
    expect(problems).toEqual([]);
    expect(promised).toBeGreaterThan(0);
  }, 180_000);
});

describeWith(["g++"], "what a power cut leaves at random moments under load", () => {
  it("is whole, and all that was acknowledged, though what was not synced is gone", async () => {
    const { problems, promised, lost_pages } = await killRounds(6, SEED, true);
    expect(problems).toEqual([]);
    expect(promised).toBeGreaterThan(0);
    expect(lost_pages, "pages that the cuts threw away").toBeGreaterThan(0);
  }, 180_000);
});
