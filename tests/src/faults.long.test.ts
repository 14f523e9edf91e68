import { expect, it } from "vitest";
import { faultCases, liveThroughCase } from "./faults/cases";
import { killRounds } from "./faults/rounds";
import { problemsAtEnd } from "./faults/scene";
import { describeWith } from "./servers/programs";

const SEED = 1_000;
const ROUNDS = 100;

/** Each quiet part of a case is as long as it was when other pipelines were measured: 4 s. */
const PART_s = 4;

describeWith(
  ["influxd"],
  "nothing acknowledged is lost, and nothing is there twice, in the journal and InfluxDB",
  () => {
    const loads = [500, 5_000].flatMap((readings_per_s) =>
      (["binary", "json"] as const).flatMap((form) =>
        faultCases.map((faultCase) => ({ readings_per_s, form, faultCase, name: faultCase.name })),
      ),
    );
    it.each(loads)("$readings_per_s readings/s, $form: when $name", async ({ readings_per_s, form, faultCase }) => {
      const result = await liveThroughCase(faultCase, {
        readings_per_s,
        form,
        seed: SEED,
        readings: PART_s * readings_per_s,
      });
      expect(problemsAtEnd(result)).toEqual([]);
    });
  },
);

it(`what a service leaves that is killed ${ROUNDS} times at random moments is whole, and all that it acknowledged`, async () => {
  const { problems, promised } = await killRounds(ROUNDS, SEED, false);
  expect(problems).toEqual([]);
  expect(promised).toBeGreaterThan(0);
});

describeWith(["g++"], `what ${ROUNDS} power cuts leave at random moments`, () => {
  it("is whole, and all that was acknowledged, though what was not synced is gone", async () => {
    const { problems, promised, lost_pages } = await killRounds(ROUNDS, SEED, true);
    expect(problems).toEqual([]);
    expect(promised).toBeGreaterThan(0);
    expect(lost_pages, "pages that the cuts threw away").toBeGreaterThan(0);
  });
});
