import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { benchSizes } from "../bench/simulateBench";

const bin = fileURLToPath(new URL("../bin.mjs", import.meta.url));

async function bench(...args: string[]): Promise<string> {
  const temporary = mkdtempSync(join(tmpdir(), "yeelen-bench-test-"));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [bin, "bench", "simulate", ...args], {
      env: { ...process.env, TMPDIR: temporary },
    });
    // tsx keeps what it has compiled there
    expect(readdirSync(temporary).filter((name) => name.startsWith("yeelen"))).toEqual([]);
    return stdout;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

it.each([
  [{ quick: false }, [400, 180], [10_000, 1], [4, 1]],
  [{ quick: true }, [40, 180], [1000, 1], [1, 1]],
  [{ quick: true, days: 30 }, [40, 30], [1000, 1], [1, 1]],
  [{ quick: false, kits: 8, days: 2 }, [8, 2], [200, 1], [1, 1]],
])("%j: programme %j, stress %j, firmware %j", (options, programme, stress, firmware) => {
  const sizes = benchSizes(options);
  const told = ({ kits, days }: { kits: number; days: number }) => [kits, days];
  expect([told(sizes.programme), told(sizes.stress), told(sizes.firmware)]).toEqual([programme, stress, firmware]);
});

it("prints its figures as JSON, and leaves nothing behind", async () => {
  const found = JSON.parse(await bench("--json", "--quick", "--kits", "8", "--days", "2")) as Record<string, unknown>;
  const figure = expect.any(Number) as number;
  const run = { took_s: figure, reports: figure, file_bytes: figure, interval_s: 900, upload_s: 21_600 };
  expect(found).toEqual({
    kitDaysPerSecond: figure,
    kits400days180_s: figure,
    kits10000days1_s: figure,
    firmwareKitDaysPerSecond: figure,
    rss_bytes: figure,
    rssAt30days_bytes: figure,
    rssAt180days_bytes: figure,
    step_s: 60,
    interval_s: 900,
    upload_s: 21_600,
    cores: figure,
    node: process.version,
    isScaled: true,
    runs: {
      programme: { kits: 8, days: 2, ...run },
      stress: { kits: 200, days: 1, ...run },
      firmware: { kits: 1, days: 1, ...run },
    },
  });
  const { programme, stress } = found.runs as Record<"programme" | "stress", typeof run>;
  for (const { reports, file_bytes } of [programme, stress]) {
    expect(reports).toBeGreaterThan(0);
    // a line of the file is a report of at least a reading
    expect(file_bytes).toBeGreaterThan(100 * reports);
  }
}, 120_000);
