import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const bin = fileURLToPath(new URL("../bin.mjs", import.meta.url));

/** Runs a benchmark to its end. At this size it misses its targets and says so; what it prints stands all the same. */
async function bench(...args: string[]): Promise<Record<string, unknown>> {
  const temporary = mkdtempSync(join(tmpdir(), "yeelen-bench-test-"));
  try {
    const child = spawn(process.execPath, [bin, "bench", ...args, "--json"], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
    // tsx keeps what it has compiled there
    expect(readdirSync(temporary).filter((name) => name.startsWith("yeelen"))).toEqual([]);
    return JSON.parse(printed) as Record<string, unknown>;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

const figure = expect.any(Number) as number;
const rounds = { report: [figure, figure, figure], plain: expect.any(Array), json: expect.any(Array) };

it("finds what the intake takes, and loses and doubles nothing", async () => {
  const found = await bench("intake", "--seconds", "1", "--connections", "20");
  const kept = { lost: 0, duplicated: 0 };
  const figures = {
    readingsPerSecond: figure,
    reportsPerSecond: figure,
    ratioToPlain: figure,
    ratioToSameReportAsJson: figure,
    ratioToBareAedes: figure,
    ackP50_ms: figure,
    ackP99_ms: figure,
    rssStart_bytes: figure,
    rssEnd_bytes: figure,
  };
  expect(found).toMatchObject({
    connections: 20,
    ...figures,
    ...kept,
    at200: { connections: 2, ...figures, ...kept },
    memoryPerConnection_bytes: figure,
    rounds: { at2000: rounds, at200: rounds },
    isShortened: true,
  });
  expect(found.reportsPerSecond).toBeGreaterThan(0);
}, 120_000);

it("brings kits back, over TLS as well, and loses and doubles nothing", async () => {
  const found = await bench("return", "--kits", "5", "--store", "none");
  const came = { readings: 5 * 672, seconds: figure, lost: 0, duplicated: 0, liveAckP99_ms: figure };
  expect(found).toMatchObject({
    ...came,
    tls: came,
    withExport: null,
    exportCaughtUp_s: null,
    kits: 5,
    readingsPerKit: 672,
    // as many readings to a report as the kit sends
    reportsPerKit: 28,
    isShortened: true,
  });
}, 120_000);

it("keeps some days of kits, and reads them back", async () => {
  const found = await bench("store", "--kits", "5", "--days", "3");
  const [size] = found.sizes as Record<string, number>[];
  expect(found).toMatchObject({ days: 3, isShortened: true });
  expect(size).toEqual({
    kits: 5,
    readings: figure,
    reports: figure,
    bytesPerReading: figure,
    kitMonthRead_ms: figure,
    lastStates_ms: figure,
    fleetHourlyMeans_ms: figure,
  });
  // phones were away at times: what they have not brought yet is missing
  expect(size?.readings).toBeGreaterThan(5 * 2 * 96);
  expect(size?.readings).toBeLessThanOrEqual(5 * 3 * 96 + 5);
}, 60_000);
