import { expect, it } from "vitest";
import { benchExport, exportSteps } from "../../deploy/yeelen/bench/exportBench";
import { describeWith } from "./servers/programs";

describeWith(["influxd", "victoria-metrics"], "yeelen bench export", () => {
  it("finds every figure, of points that both servers have taken", async () => {
    const size = { points: 600, rounds: 1 };
    let steps = 0;
    const found = await benchExport(size, () => (steps += 1), new AbortController().signal);
    const figure = expect.any(Number) as number;
    const round = { export_pointsPerSecond: figure, bare_pointsPerSecond: figure };
    expect(found).toEqual({
      influxdbRatio: figure,
      victoriametricsRatio: figure,
      influxdbPointsPerSecond: figure,
      victoriametricsPointsPerSecond: figure,
      points: figure,
      pointsPerWrite: 5000,
      rounds: { influxdb: [round], victoriametrics: [round] },
    });
    // six kits, a day of a reading every quarter of an hour, less what the night has not sent yet
    expect(found.points).toBeGreaterThan(300);
    expect(found.influxdbPointsPerSecond).toBeGreaterThan(0);
    expect(steps).toBe(exportSteps(size));
  }, 60_000);

  it("ends when it is asked to", async () => {
    await expect(benchExport({ points: 100, rounds: 1 }, () => undefined, AbortSignal.abort())).rejects.toThrow(
      /abort/,
    );
  });
});
