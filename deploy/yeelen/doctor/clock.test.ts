import { describe, expect, it } from "vitest";
import { checkClock } from "./clock";

describe("the clock", () => {
  const now_ms = Date.UTC(2026, 10, 24, 4, 0, 0);
  const nothing = { now_ms, newestFile_ms: undefined, influxdb_ms: undefined, isSynchronized: undefined };
  it.each([
    [{ newestFile_ms: now_ms - 1000, isSynchronized: true }, "ok", /kept by NTP/],
    [{ influxdb_ms: now_ms - 900 }, "ok", /the same as InfluxDB's/],
    [{}, "warn", /cannot be known/],
    [{ isSynchronized: false }, "warn", /kept by nobody/],
    [{ influxdb_ms: now_ms + 90_000, isSynchronized: true }, "fail", /90 s ahead/],
    [{ influxdb_ms: now_ms - 90_000 }, "fail", /90 s behind/],
    [{ newestFile_ms: now_ms + 3600_000, isSynchronized: true }, "fail", /written at 2026-11-24T05:00:00/],
  ])("with %j", (sources, state, found) => {
    expect(checkClock({ ...nothing, ...sources })).toMatchObject([{ state, found: expect.stringMatching(found) }]);
  });
});
