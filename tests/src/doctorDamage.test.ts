import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, expect, it } from "vitest";
import type { Finding } from "../../deploy/yeelen/doctor/finding";
import { journalled } from "./harness/journalled";
import { connectAndListen } from "./harness/mqttKit";
import { startService } from "./harness/service";
import { yeelen, yeelenJson } from "./harness/yeelen";

const REPORTS = 40;
const READINGS_A_REPORT = 20;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A data directory that a service left which has taken reports, each a block of its own. */
async function leftByService(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), "yeelen-damage-"));
  folders.push(data);
  const service = await startService({ data });
  const kit = await connectAndListen(service.port, service.addKit("one"));
  for (let report = 0; report < REPORTS; report++) {
    const readings = Array.from({ length: READINGS_A_REPORT }, (_, i) => {
      const sequence = report * READINGS_A_REPORT + i;
      return { sequence, uptime_s: 5 + sequence, battery: { voltage_mV: 12_000 + ((sequence * 37) % 1500) } };
    });
    await kit.send({ version: "1.0", report, readings });
  }
  await kit.stop();
  await service.service.stop();
  return data;
}

/** Turns one bit in the middle of a report's bytes around, in the file, past SQLite. */
function flipBit(data: string): { position: number } {
  const file = join(data, "journal.sqlite");
  const database = new Database(file);
  database.pragma("wal_checkpoint(TRUNCATE)");
  const [block] = database.prepare("SELECT position, reports FROM block ORDER BY position LIMIT 1 OFFSET 10").all() as {
    position: number;
    reports: ArrayBuffer;
  }[];
  database.close();
  if (!block) throw new Error("there are too few blocks");
  const bytes = readFileSync(file);
  const reports = Buffer.from(block.reports);
  // where a page was divided an old copy may still lie
  const copies = [];
  for (let at = bytes.indexOf(reports); at >= 0; at = bytes.indexOf(reports, at + 1)) copies.push(at);
  if (copies.length === 0) throw new Error("the block is not in one piece");
  for (const at of copies) {
    const middle = at + Math.floor(reports.length / 2);
    bytes[middle] = (bytes[middle] as number) ^ 1;
  }
  writeFileSync(file, bytes);
  return block;
}

async function doctor(data: string): Promise<{ status: number | null; journal: Finding }> {
  const { status, stdout } = await yeelen(["doctor", "--json", "--data", data, "--mqtt-port", "0", "--http-port", "0"]);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return { status, journal: findings.find(({ check }) => check === "journal") as Finding };
}

it("a bit that turned over within a report is seen by yeelen doctor, which names the command that salvages the rest", async () => {
  const data = await leftByService();
  const before = journalled(data);
  expect(before.size).toBe(REPORTS * READINGS_A_REPORT);
  expect(await doctor(data)).toMatchObject({ status: 0, journal: { state: "ok" } });

  const { position } = flipBit(data);
  const { status, journal } = await doctor(data);
  expect({ status, state: journal.state }).toEqual({ status: 1, state: "fail" });
  expect(journal.found).toContain(`block ${position}: is not as it was written`);
  const [, told = ""] = /run {2}yeelen (journal salvage .*)/.exec(journal.advice ?? "") ?? [];

  const into = join(data, "salvaged");
  await yeelenJson(told.replace("NEW-DIRECTORY", into).split(" "));
  const after = journalled(into);
  expect(after.size, "all but the report with the bit").toBe(before.size - READINGS_A_REPORT);
  for (const [reading, content] of after) expect(before.get(reading)).toBe(content);
  expect((await doctor(into)).journal).toMatchObject({ state: "ok" });
});
