import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { topics } from "@yeelen/shared/topics";
import { NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { LoadConnection, type LoadKit, type LoadMaster, type LoadTarget } from "./loadConnection";
import { acceptedOf, firstReport, incarnationOf, putIncarnation, readingsOf } from "./loadReport";

/** What became of kits that came back. */
export interface ReturnedFound {
  /** From the first connection that was opened to the last acknowledgement. */
  took_s: number;
  messages: number;
  p50_ms: number;
  p99_ms: number;
}

/** So many connections are being opened at a time: more would only stand in the listener's queue. */
const OPENING = 128;
/** Where nothing is answered for so long, nothing more will be. */
const PATIENCE_ms = 60_000;

interface Report {
  bytes: Buffer;
  report: number;
  readings: number;
}

/**
 * Kits that come back: each signs in, sends what it has kept report by report, each once the one before
 * is acknowledged, and leaves.
 */
export class LoadReturn implements LoadMaster {
  readonly isAcknowledged = true;
  private readonly households: Report[][];
  private readonly largest_bytes: number;
  private readonly latencies_us: RecordableHistogram = createHistogram({
    lowest: 1,
    highest: PATIENCE_ms * 1000,
    figures: 3,
  });
  private kits: readonly LoadKit[] = [];
  private next = 0;
  private left = 0;
  private messages = 0;
  private end: (problem?: Error) => void = () => undefined;

  /** @param households the reports of each, encoded in base64; kits take them in turns */
  constructor(
    private readonly target: LoadTarget,
    households: readonly (readonly string[])[],
  ) {
    this.households = households.map((reports) => reports.map(reportOf));
    this.largest_bytes = Math.max(...this.households.flat().map(({ bytes }) => bytes.length));
  }

  /** @throws Error where a connection was lost or something was not acknowledged */
  async run(kits: readonly LoadKit[]): Promise<ReturnedFound> {
    this.kits = kits;
    this.left = kits.length;
    const start_ms = performance.now();
    let before = 0;
    const watch = setInterval(() => {
      if (this.messages === before) this.end(new Error(`${this.left} kits were not answered any more`));
      before = this.messages;
    }, PATIENCE_ms);
    try {
      await new Promise<void>((resolve, reject) => {
        this.end = (problem) => (problem ? reject(problem) : resolve());
        for (let i = 0; i < OPENING; i++) this.openNext();
      });
    } finally {
      clearInterval(watch);
    }
    const { messages, latencies_us } = this;
    return {
      took_s: (performance.now() - start_ms) / 1000,
      messages,
      p50_ms: latencies_us.percentile(50) / 1000,
      p99_ms: latencies_us.percentile(99) / 1000,
    };
  }

  ready(connection: LoadConnection): void {
    this.openNext();
    this.send(connection);
  }

  heard(connection: LoadConnection, bytes: Buffer, from: number, to: number): void {
    const { report, readings } = this.reportsOf(connection)[connection.sent] as Report;
    const accepted = acceptedOf(bytes, from, to, report);
    if (accepted !== readings) {
      this.end(new Error(`kit ${connection.kit.kit}: ${accepted} of ${readings} readings were acknowledged`));
    }
  }

  answered(connection: LoadConnection): void {
    this.messages += 1;
    this.latencies_us.record(Math.max(1, Math.round((performance.now() - connection.sentAt_ms) * 1000)));
    if (connection.sent < this.reportsOf(connection).length) return this.send(connection);
    connection.close();
    this.left -= 1;
    if (this.left === 0) this.end();
  }

  failed(_connection: LoadConnection, error: Error): void {
    this.end(error);
  }

  private openNext(): void {
    const kit = this.kits[this.next];
    if (!kit) return;
    this.next += 1;
    void new LoadConnection(this.target, kit, this, topics.report(kit.kit), this.largest_bytes);
  }

  private send(connection: LoadConnection): void {
    const { bytes } = this.reportsOf(connection)[connection.sent] as Report;
    connection.send((buffer, at) => {
      bytes.copy(buffer, at);
      putIncarnation(buffer, at, connection.kit.index);
      return bytes.length;
    });
  }

  private reportsOf({ kit }: LoadConnection): Report[] {
    return this.households[kit.index % this.households.length] as Report[];
  }
}

/**
 * The reports of a household, as any kit may send them: under an incarnation that is as long for every
 * kit, and as if the time of the last one were now.
 */
export function asReturned(frames: readonly ReportFrame[], now_ms: number): ReportFrame[] {
  const first = frames[0];
  if (!first) return [];
  const now_s = Math.floor(now_ms / 1000);
  return frames.map((frame, n) => {
    // they follow each other faster than they did
    const uptime_s = first.uptime_s + n;
    return {
      ...frame,
      report: firstReport + n,
      incarnation: incarnationOf(0),
      uptime_s,
      groups: frame.groups.map((group) => ({
        ...group,
        anchorTime_s:
          group.anchorUptime_s === NOT_MEASURED ? NOT_MEASURED : now_s - (first.uptime_s - group.anchorUptime_s),
      })),
    };
  });
}

function reportOf(base64: string): Report {
  const { frame } = decodeReport(Buffer.from(base64, "base64"));
  return { bytes: Buffer.from(base64, "base64"), report: frame.report, readings: readingsOf(frame) };
}
