import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Column } from "@yeelen/shared/wire/columns";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { parseScenario } from "@yeelen/simulator/scenario/load";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sentBy } from "./harness/sent";

/** Three days in which much goes wrong: sun, use and network are the same for every kind of board. */
const SCENARIO = `
name: both-boards
description: The same sun, use and network for native boards and for those that run the bytecode.
start: 2026-03-02
days: 3
interval_s: 900
upload_s: 7200
phones: always
kit_types:
  - {}
  - { battery: lead-acid-6s, controller: pwm }
sites:
  - { name: Koro, region: mopti, latitude: 14.07, longitude: -3.08, coverage: good, kits: 6 }
pinned:
  - { kit: koro-1, kind: phone-away, at: day 1 20:00, for: 30 h }
  - { kit: koro-2, kind: battery-worn, at: day 1 00:00 }
  - { kit: koro-2, kind: panel-disconnected, at: day 1 09:00 }
  - { kit: koro-2, kind: overuse, at: day 1 00:00 }
  - { kit: koro-3, kind: controller-resetting, at: day 1 12:00, severity: 0.3 }
  - { kit: koro-4, kind: flash-erased, at: day 2 10:07 }
  - { kit: koro-5, kind: battery-disconnected, at: day 1 15:30, for: 24 h }
  - { kit: koro-6, kind: sensor-stuck, at: day 2 06:00 }
  - { kit: koro-6, kind: link-lossy, at: day 1 12:00, for: 2 days }
  - { kit: koro-4, kind: link-half-open, at: day 3 03:00, for: 8 h }
  - { site: Koro, kind: site-offline, at: day 2 02:00, for: 9 h }
`;

interface Sent {
  incarnation: number;
  readings: { boot: number; rows: number[][] }[];
}

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-simulation-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("native boards and bytecode send the same reports under the same sun, use and network", async () => {
  const plan = layOut(parseScenario(SCENARIO, "both-boards"), { seed: 11 });
  const native = await sentBy(plan, { firmware: false, path: join(directory, "native.jsonl") });
  const firmware = await sentBy(plan, { firmware: true, path: join(directory, "firmware.jsonl") });
  for (const [kit, reports] of native) {
    expect([kit, reports.length]).toEqual([kit, firmware.get(kit)?.length]);
    reports.forEach((report, i) => {
      expect(JSON.parse(firmware.get(kit)?.[i] ?? "null"), `${kit}, report ${i}`).toEqual(JSON.parse(report));
    });
  }
  const groups = [...native].flatMap(([kit, reports]) =>
    reports.flatMap((report) => {
      const { incarnation, readings } = JSON.parse(report) as Sent;
      return readings.map(({ boot, rows }) => ({ kit, incarnation, boot, rows }));
    }),
  );
  const of = (kit: string) => groups.filter((group) => group.kit === kit);
  // it was not an easy time: many readings all the same, outputs off, boards that started anew, one with another flash
  expect(groups.flatMap(({ rows }) => rows).length).toBeGreaterThan(900);
  expect(of("koro-2").some(({ rows }) => rows.some((row) => row[Column.Off] !== 0))).toBe(true);
  expect(new Set(of("koro-3").map(({ boot }) => boot)).size).toBeGreaterThan(3);
  expect(new Set(of("koro-4").map(({ incarnation }) => incarnation)).size).toBe(2);
  expect(new Set(of("koro-5").map(({ boot }) => boot)).size).toBeGreaterThan(1);
}, 300_000);
