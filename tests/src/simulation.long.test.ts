import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sentBy } from "./harness/sent";

const enriched = fileURLToPath(new URL("../../simulator/scenarios/enriched.yaml", import.meta.url));
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-simulation-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each([1, 2, 3])(
  "whatever befalls them, native boards and bytecode send the same reports (seed %i)",
  async (seed) => {
    const plan = layOut(loadScenario(enriched), { seed, kits: 12, days: 10 });
    const native = await sentBy(plan, { firmware: false, path: join(directory, `${seed}-native.jsonl`) });
    const firmware = await sentBy(plan, { firmware: true, path: join(directory, `${seed}-firmware.jsonl`) });
    for (const [kit, reports] of native) expect([kit, firmware.get(kit)]).toEqual([kit, reports]);
    expect([...native.values()].flat().length).toBeGreaterThan(150);
  },
  900_000,
);
