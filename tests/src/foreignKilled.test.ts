import { expect, it } from "vitest";
import { type KilledOptions, liveThroughKill } from "./foreign/killed";
import { describeWith } from "./servers/programs";

describeWith(["mosquitto"], "reports through an external Mosquitto", () => {
  it.each<KilledOptions>([
    { killed: "service", form: "binary", readingsPerSecond: 5000, readings: 10 },
    { killed: "both", form: "json", readingsPerSecond: 500, readings: 1 },
  ])(
    "are stored once though $killed was killed: $form, $readingsPerSecond readings a second",
    async (options) => {
      const outcome = await liveThroughKill(options);
      expect(outcome).toMatchObject({ lostByUs: 0, lostOfCarefulKits: 0, twice: 0, wrong: 0 });
      expect(outcome.published).toBeGreaterThan(options.readingsPerSecond * 4);
      if (options.killed === "service")
        expect(outcome).toMatchObject({ lostByMosquitto: 0, stored: outcome.published });
    },
    120_000,
  );
});
