import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timeline } from "../timeline/timeline";
import { readRecording, RecordingWriter } from "./recordingFile";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-recording-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const time = timeline({
  start: "2026-03-01",
  sites: { koro: { region: "mopti", kits: 2 }, kita: { region: "kayes", kits: 1 } },
  seed: 5,
  phones: "always",
});
const run = await time
  .at("day 1 12:30", time.kit("koro-2").lamp(3).dims({ severity: 0.5, over: "2 weeks" }))
  .between("day 2 06:00", "day 2 12:00", time.site("kita").offline())
  .run({ days: 3 });

async function write(name: string): Promise<string> {
  const path = join(directory, name);
  const kits = run.plan.kits.map(({ kit }) => kit);
  const writer = new RecordingWriter(path, run.plan);
  // in two parts, as days come
  const reports = run.reports.map(({ kit, received_ms, report }) => ({ kit: kits.indexOf(kit), received_ms, report }));
  await writer.write(reports.slice(0, 10));
  await writer.write(reports.slice(10));
  await writer.end();
  return path;
}

async function read(path: string) {
  const lines = [];
  for await (const line of readRecording(path)) lines.push(line);
  return lines;
}

describe.each(["run.jsonl", "run.jsonl.gz"])("a simulation written into %s", (name) => {
  it("reads back as it was", async () => {
    const lines = await read(await write(name));
    const labels = 2;
    expect(lines.slice(0, 1 + labels)).toEqual([
      {
        simulation: 1,
        scenario: "timeline",
        seed: 5,
        start: "2026-03-01T00:00:00.000Z",
        days: 3,
        interval_s: 900,
        upload_s: 21_600,
        sites: [
          { site: "koro", name: "koro", region: "mopti" },
          { site: "kita", name: "kita", region: "kayes" },
        ],
        kits: [
          { kit: "koro-1", site: "koro", battery: "lifepo4-4s" },
          { kit: "koro-2", site: "koro", battery: "lifepo4-4s" },
          { kit: "kita-1", site: "kita", battery: "lifepo4-4s" },
        ],
      },
      {
        label: "lamp-dim",
        nature: "fault",
        site: "koro",
        kit: "koro-2",
        part: "lamp3",
        onset: "2026-03-01T12:30:00.000Z",
        severity: 0.5,
        course_h: 336,
      },
      {
        label: "site-offline",
        nature: "link",
        site: "kita",
        part: "phone",
        onset: "2026-03-02T06:00:00.000Z",
        end: "2026-03-02T12:00:00.000Z",
        severity: 1,
        course_h: 0,
      },
    ]);
    expect(lines.slice(1 + labels, -1)).toEqual(
      run.reports.map(({ kit, received_ms, report }) => ({
        received: new Date(received_ms).toISOString(),
        kit,
        report: report.toString("base64"),
      })),
    );
    expect(run.reports.length).toBeGreaterThan(20);
    expect(lines.at(-1)).toEqual({ end: true, reports: run.reports.length });
  });

  const text = async () => {
    const bytes = readFileSync(await write(name));
    return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  };
  const put = (content: string): string => {
    const path = join(directory, `other-${name}`);
    writeFileSync(path, name.endsWith(".gz") ? gzipSync(content) : content);
    return path;
  };

  it.each<[string, (lines: string) => string]>([
    ["after a line", (lines) => lines.slice(0, lines.lastIndexOf("\n", lines.length - 2) + 1)],
    ["within a line", (lines) => lines.slice(0, Math.round(0.7 * lines.length))],
    ["before it began", () => ""],
  ])("that was cut off %s is an error that says so", async (_name, cut) => {
    const path = put(cut(await text()));
    await expect(read(path)).rejects.toThrow(`${path} was cut off`);
  });

  it.each([
    ["what is no JSON", "reports: none", "is not JSON"],
    ["what no simulation has", '{"temperature":21}', "Invalid input"],
  ])("that has %s is an error with its line", async (_name, line, message) => {
    const [head, ...others] = (await text()).split("\n");
    const path = put([head, line, ...others].join("\n"));
    await expect(read(path)).rejects.toThrow(`${path}:2: `);
    await expect(read(path)).rejects.toThrow(message);
  });

  it("that is not there is an error", async () => {
    await expect(read(join(directory, `none-${name}`))).rejects.toThrow("ENOENT");
  });
});

it("a compressed file whose end is missing is an error that says so", async () => {
  const bytes = readFileSync(await write("whole.jsonl.gz"));
  const path = join(directory, "half.jsonl.gz");
  writeFileSync(path, bytes.subarray(0, Math.round(bytes.length / 2)));
  await expect(read(path)).rejects.toThrow(`${path} was cut off`);
});

it("a reader that has seen enough leaves the file", async () => {
  const path = await write("again.jsonl.gz");
  for await (const line of readRecording(path)) {
    expect(line).toHaveProperty("simulation");
    break;
  }
});

describe("a file that cannot be written", () => {
  it("is an error at once where there is no place for it", () => {
    expect(() => new RecordingWriter(join(directory, "nowhere", "run.jsonl"), run.plan)).toThrow("ENOENT");
  });

  it("is an error where it is written to, not a wait for ever", async () => {
    const into = new RecordingWriter("/dev/full", run.plan);
    const report = Buffer.alloc(4096);
    const reports = Array.from({ length: 100 }, () => ({ kit: 0, received_ms: 0, report }));
    const days = async () => {
      for (let day = 0; day < 100; day++) await into.write(reports);
    };
    await expect(days()).rejects.toThrow("ENOSPC");
    await expect(into.end()).rejects.toThrow("ENOSPC");
  });
});
