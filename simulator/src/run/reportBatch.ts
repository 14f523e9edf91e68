/** Reports in the order in which they were added, in few arrays that may be handed to another thread. */
export interface PackedReports {
  received_ms: Float64Array<ArrayBuffer>;
  /** Index of the kit in its fleet. */
  kits: Uint32Array<ArrayBuffer>;
  /** Where each report ends in `bytes`; it begins where the one before ends. */
  ends: Uint32Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
}

/** One report out of a pack. */
export interface ReceivedReport {
  received_ms: number;
  kit: number;
  report: Uint8Array;
}

const FIRST_SIZE_bytes = 1 << 16;

/** Gathers the reports of a day. */
export class ReportBatch {
  private received_ms: number[] = [];
  private kits: number[] = [];
  private ends: number[] = [];
  private bytes = new Uint8Array(FIRST_SIZE_bytes);

  add(kit: number, report: Uint8Array, received_ms: number): void {
    const start = this.ends.at(-1) ?? 0;
    const end = start + report.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.bytes.length));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(report, start);
    this.received_ms.push(received_ms);
    this.kits.push(kit);
    this.ends.push(end);
  }

  /** What was gathered, and begins anew. */
  take(): PackedReports {
    const packed = {
      received_ms: Float64Array.from(this.received_ms),
      kits: Uint32Array.from(this.kits),
      ends: Uint32Array.from(this.ends),
      bytes: this.bytes.slice(0, this.ends.at(-1) ?? 0),
    };
    this.received_ms = [];
    this.kits = [];
    this.ends = [];
    return packed;
  }
}

/** Order of time, then of kits; what one kit sends in one moment stays in its order. */
export function byArrival(a: ReceivedReport, b: ReceivedReport): number {
  return a.received_ms - b.received_ms || a.kit - b.kit;
}

/** The reports of a pack, one by one. */
export function unpack({ received_ms, kits, ends, bytes }: PackedReports): ReceivedReport[] {
  return Array.from(ends, (end, i) => ({
    received_ms: received_ms[i] as number,
    kit: kits[i] as number,
    report: bytes.subarray(i === 0 ? 0 : ends[i - 1], end),
  }));
}
