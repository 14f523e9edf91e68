import { createReadStream, createWriteStream, openSync } from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { PassThrough, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { faultKinds, type Happening, linkKinds, lookalikeKinds, parts } from "../happenings/kinds";
import { batteryNames } from "../power/kitType";
import type { FleetPlan } from "../scenario/plan";
import { regions } from "../sky/regions";
import type { ReceivedReport } from "./reportBatch";

/**
 * A simulation as a file: JSON lines, compressed where the name ends in `.gz`. The first line says
 * what it is and which kits there are, then a line for every label, then a line for every report in the
 * order in which they reached the server, and a last line with the totals, so that a file that was cut
 * off is noticed. No line holds anything of the machine or the time at which it was made.
 */
const headSchema = z.strictObject({
  simulation: z.literal(1).describe("Version of this form"),
  scenario: z.string(),
  seed: z.number(),
  start: z.iso.datetime(),
  days: z.number(),
  interval_s: z.number(),
  upload_s: z.number(),
  sites: z.array(z.strictObject({ site: z.string(), name: z.string(), region: z.enum(regions) })),
  kits: z.array(z.strictObject({ kit: z.string(), site: z.string(), battery: z.enum(batteryNames) })),
});

const labelSchema = z.strictObject({
  label: z.enum([...faultKinds, ...lookalikeKinds, ...linkKinds]),
  nature: z.enum(["fault", "lookalike", "link"]),
  site: z.string(),
  kit: z.string().optional(),
  part: z.enum(parts),
  onset: z.iso.datetime(),
  end: z.iso.datetime().optional(),
  severity: z.number(),
  course_h: z.number(),
});

const reportSchema = z.strictObject({
  received: z.iso.datetime(),
  kit: z.string(),
  report: z.base64().describe("The bytes as they were on the wire"),
});

const endSchema = z.strictObject({ end: z.literal(true), reports: z.number() });

const lineSchema = z.union([reportSchema, labelSchema, headSchema, endSchema]);
export type RecordingLine = z.infer<typeof lineSchema>;

/** Writes a simulation into a file, day by day. */
export class RecordingWriter {
  private readonly out: Transform;
  private readonly written: Promise<void>;
  private readonly names: string[];
  private reports = 0;
  private failure: unknown;

  /** @param path `-` for standard output */
  constructor(path: string, plan: FleetPlan) {
    // opened now, so that nobody waits for a file that cannot be written
    const file = path === "-" ? process.stdout : createWriteStream(path, { fd: openSync(path, "w") });
    this.out = path.endsWith(".gz") ? createGzip() : new PassThrough();
    // standard output is not ours to close
    this.written = pipeline(this.out, file, { end: path !== "-" });
    this.written.catch((error: unknown) => {
      this.failure = error;
    });
    this.names = plan.kits.map(({ kit }) => kit);
    this.line(headOf(plan));
    for (const happening of plan.happenings) this.label(happening);
  }

  /** Writes a label; one that begins like an earlier one takes its place. */
  label(happening: Happening): void {
    this.line(labelOf(happening));
  }

  /** @throws the error of the file, such as of a disk that is full */
  async write(reports: readonly ReceivedReport[]): Promise<void> {
    if (this.failure) throw this.failure as Error;
    for (const { received_ms, kit, report } of reports) {
      this.reports += 1;
      const bytes = Buffer.from(report.buffer, report.byteOffset, report.length);
      this.line({
        received: new Date(received_ms).toISOString(),
        kit: this.names[kit] as string,
        report: bytes.toString("base64"),
      });
    }
    if (this.out.writableNeedDrain) await Promise.race([once(this.out, "drain"), this.written]);
  }

  /** Writes the totals and waits until everything is in the file. */
  async end(): Promise<void> {
    this.line({ end: true, reports: this.reports });
    this.out.end();
    await this.written;
  }

  private line(line: RecordingLine): void {
    this.out.write(`${JSON.stringify(line)}\n`);
  }
}

/**
 * Reads a simulation line by line.
 *
 * @throws Error where a line is not of this form, or the file was cut off
 */
export async function* readRecording(path: string): AsyncGenerator<RecordingLine> {
  const file = createReadStream(path);
  const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  file.on("error", (error) => input.destroy(error));
  let number = 0;
  let hasEnded = false;
  let broken: Error | undefined;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      if (broken) throw broken;
      number += 1;
      const value = valueOf(text);
      const parsed = lineSchema.safeParse(value);
      hasEnded = parsed.success && "end" in parsed.data && parsed.data.end === true;
      if (parsed.success) yield parsed.data;
      else {
        const what = value === undefined ? "is not JSON" : z.prettifyError(parsed.error);
        broken = new Error(`${path}:${number}: ${what}`);
        // what is not JSON may be the half of a line with which the file was cut off: the next line tells
        if (value !== undefined) throw broken;
      }
    }
  } catch (error) {
    // the end of the compressed file is missing
    if ((error as NodeJS.ErrnoException).code !== "Z_BUF_ERROR") throw error;
    hasEnded = false;
  }
  if (!hasEnded) throw new Error(`${path} was cut off: its last line is not the one with the totals`);
}

/** @returns `undefined` where the text is not JSON */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function headOf(plan: FleetPlan): RecordingLine {
  const { name, seed, start_ms, days, interval_s, upload_s, sites, kits } = plan;
  return {
    simulation: 1,
    scenario: name,
    seed,
    start: new Date(start_ms).toISOString(),
    days,
    interval_s,
    upload_s,
    sites: sites.map(({ slug, name, region }) => ({ site: slug, name, region })),
    kits: kits.map(({ kit, site, type }) => ({ kit, site, battery: type.battery })),
  };
}

function labelOf({ kind, site, kit, part, onset_ms, end_ms, severity, course_h }: Happening): RecordingLine {
  return {
    label: kind,
    nature: natureOf(kind),
    site,
    ...(kit !== undefined && { kit }),
    part,
    onset: new Date(onset_ms).toISOString(),
    ...(end_ms !== undefined && { end: new Date(end_ms).toISOString() }),
    severity,
    course_h,
  };
}

function natureOf(kind: string): "fault" | "lookalike" | "link" {
  if ((faultKinds as readonly string[]).includes(kind)) return "fault";
  return (lookalikeKinds as readonly string[]).includes(kind) ? "lookalike" : "link";
}
