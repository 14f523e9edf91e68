import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LiveRun } from "../run/liveRun";
import { readRecording, type RecordingLine } from "../run/recordingFile";
import { KIT_DAY_FIELDS, type RunSummary } from "../run/summary";
import { ControlServer } from "./controlServer";
import { fewKits, StandingRun } from "./testRun";

const DAY_ms = 86_400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "yeelen-control-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Energy that the panel of a kit gave, day by day. */
function panel_Wh({ kitDays, days, kits }: RunSummary, name: string): number[] {
  const kit = kits.findIndex((one) => one.kit === name);
  const fields = KIT_DAY_FIELDS.length;
  return Array.from(
    { length: days },
    (_, day) => kitDays[(kit * days + day) * fields + KIT_DAY_FIELDS.indexOf("panel_Wh")] as number,
  );
}

it("a panel that is stolen over HTTP gives nothing from then on, and the file says so", async () => {
  const plan = fewKits();
  const path = join(folder, "few.jsonl");
  // ten days in two and a half seconds
  const run = new LiveRun({ plan, into: { path }, runsFirmware: () => false, speed: 4 * 86_400 });
  const server = new ControlServer(run, plan, { host: "127.0.0.1", port: 0 });
  const { url } = await server.start();
  const running = run.run();
  await expect.poll(() => run.now_ms(), { interval: 10 }).toBeGreaterThan(plan.start_ms + 2 * DAY_ms);
  const response = await fetch(`${url}/happenings`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ kit: "koro-2", kind: "panel-stolen" }),
  });
  expect(response.status).toBe(201);
  const { happening } = (await response.json()) as { happening: { since: string } };
  const summary = await running;
  await server.stop();

  const stolenOn = Math.floor((Date.parse(happening.since) - plan.start_ms) / DAY_ms);
  const days = panel_Wh(summary, "koro-2");
  expect(stolenOn).toBeGreaterThanOrEqual(2);
  expect(days.slice(0, stolenOn).every((energy) => energy > 10)).toBe(true);
  expect(days.slice(stolenOn + 1)).toEqual(days.slice(stolenOn + 1).map(() => 0));
  expect(days.length).toBeGreaterThan(stolenOn + 1);
  expect(panel_Wh(summary, "koro-3").every((energy) => energy > 10)).toBe(true);

  const lines: RecordingLine[] = [];
  for await (const line of readRecording(path)) lines.push(line);
  const label = lines.find((line) => "label" in line && line.label === "panel-stolen");
  expect(label).toMatchObject({ kit: "koro-2", part: "panel", nature: "fault" });
});

it.each(["0.0.0.0", "192.168.1.4", "::", "kits.example"])("never listens on %s", (host) => {
  const { run, plan } = new StandingRun();
  expect(() => new ControlServer(run, plan, { host, port: 0 })).toThrow("this machine alone");
});
