import { NOT_MEASURED, SAME_BOOT, Section } from "@yeelen/shared/wire/columns";
import { Reader } from "@yeelen/shared/wire/reader";
import { normalHouseholds, siteOf } from "@yeelen/simulator/bench/fleet";
import { KitLife } from "@yeelen/simulator/life/kitLife";
import { putVarint, sectionAt } from "./loadReport";

/** As the firmware leaves the factory. */
const UPLOAD_s = 6 * 3600;
const DAY_ms = 86_400_000;

/** A report as it reached the server, and what has to change where it arrives at another time. */
interface Sent {
  received_ms: number;
  bytes: Buffer;
  /** Where it says the server's time, and which. */
  anchors: { at: number; serverTime_s: number }[];
}

/** A report of a kit, by its number, at the time at which it comes in. */
export interface Arrival {
  kit: number;
  received_ms: number;
  bytes: Buffer;
}

/**
 * What kits of simulated normal households send in some weeks: phones come and go, so that reports hold
 * the current reading alone, with a few others, or are the rest of days without a network.
 */
export class UploadMix {
  readonly start_ms: number;
  private readonly sent: Sent[][];

  /**
   * @param households so many are simulated; kits take them in turns, each copy at another time of the day
   * @param onDay told after each day of each household
   */
  constructor(
    households: number,
    readonly days: number,
    onDay: () => void = () => undefined,
  ) {
    const plan = normalHouseholds({ kits: households, days }, UPLOAD_s, "habits");
    this.start_ms = plan.start_ms;
    this.sent = plan.kits.map((kit) => {
      const reports: Sent[] = [];
      const life = new KitLife({
        fleet: plan,
        plan: kit,
        happenings: [],
        onReport: (bytes, received_ms) => reports.push({ received_ms, bytes, anchors: anchorsIn(bytes) }),
      });
      const site = siteOf(plan, kit);
      for (let day = 0; day < days; day++) {
        life.day(site.dayOf(day));
        onDay();
      }
      return reports;
    });
  }

  /** Everything that so many kits send, day by day, each day in the order in which it comes in. */
  *arrivals(kits: number): Generator<Arrival[]> {
    const copies = Math.ceil(kits / this.sent.length);
    const next = new Uint32Array(kits);
    // the last copies are almost a day behind
    for (let day = 0; day <= this.days; day++) {
      const end_ms = this.start_ms + (day + 1) * DAY_ms;
      const arrivals: Arrival[] = [];
      for (let kit = 0; kit < kits; kit++) {
        const reports = this.sent[kit % this.sent.length] as Sent[];
        const shift_s = Math.floor((Math.floor(kit / this.sent.length) * 86_400) / copies);
        for (let i = next[kit] as number; i < reports.length; i++) {
          const report = reports[i] as Sent;
          const received_ms = report.received_ms + shift_s * 1000;
          if (received_ms >= end_ms) break;
          next[kit] = i + 1;
          arrivals.push({ kit, received_ms, bytes: shifted(report, shift_s) });
        }
      }
      yield arrivals.toSorted((a, b) => a.received_ms - b.received_ms);
    }
  }
}

function shifted({ bytes, anchors }: Sent, shift_s: number): Buffer {
  if (shift_s === 0 || anchors.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  // a time of our years takes five bytes
  for (const { at, serverTime_s } of anchors) putVarint(copy, at, serverTime_s + shift_s, 5);
  return copy;
}

/** Where the heads of a report's groups say the server's time. */
function anchorsIn(bytes: Buffer): Sent["anchors"] {
  const reader = new Reader(bytes, sectionAt(bytes, Section.Readings), bytes.length);
  const anchors: Sent["anchors"] = [];
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    if (reader.byte() < SAME_BOOT) {
      reader.optional();
      reader.optional();
      if (reader.optional() !== NOT_MEASURED) {
        const at = reader.skip(0);
        anchors.push({ at, serverTime_s: reader.unsigned() });
      }
    }
    reader.unsigned();
  }
  return anchors;
}
