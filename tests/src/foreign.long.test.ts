import { expect, it } from "vitest";
import { type KilledOptions, liveThroughKill } from "./foreign/killed";
import { describeWith } from "./servers/programs";

const cases = (["service", "both"] as const).flatMap((killed) =>
  (["binary", "json"] as const).flatMap((form) => [
    { killed, form, readingsPerSecond: 500, readings: 1 },
    { killed, form, readingsPerSecond: 5000, readings: 10 },
  ]),
);

describeWith(["mosquitto"], "reports through an external Mosquitto, three times each", () => {
  it.for<KilledOptions>(cases.flatMap((options) => [options, options, options]))(
    "are stored once though $killed was killed: $form, $readingsPerSecond readings a second",
    async (options) => {
      const outcome = await liveThroughKill(options);
      process.stdout.write(`${JSON.stringify({ ...options, ...outcome })}\n`);
      expect(outcome).toMatchObject({ lostByUs: 0, lostOfCarefulKits: 0, twice: 0, wrong: 0 });
      expect(outcome.published).toBeGreaterThan(options.readingsPerSecond * 4);
      if (options.killed === "service")
        expect(outcome).toMatchObject({ lostByMosquitto: 0, stored: outcome.published });
    },
  );
});
