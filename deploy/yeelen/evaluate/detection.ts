import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Episode } from "@yeelen/ingest/faults/engine/episode";
import { FaultFollower } from "@yeelen/ingest/faults/follower";
import { heardReport } from "@yeelen/ingest/faults/silence/heardReport";
import { SilenceLog } from "@yeelen/ingest/faults/silence/silenceLog";
import { Intake } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import type { Evidence, FaultKind, FaultPart, Severity } from "@yeelen/shared/faults";
import pino from "pino";
import { PlainThresholds, plainRules } from "./plainThresholds";
import type { EvaluatedFleet } from "./source";

/** How often the faults are looked at, as whoever watches the page would. */
const LOOK_EVERY_ms = 3600_000;

/** A fault as somebody who watches would have seen it. */
export interface SeenFault {
  kit: string;
  site: string;
  kind: FaultKind;
  part: FaultPart;
  severity: Severity;
  /** When it first stood there, Unix time in ms, server time. */
  shown_ms: number;
  /** When it was gone again, or undefined. */
  gone_ms: number | undefined;
  /** Event times, Unix time in ms. */
  since_ms: number;
  raised_ms: number;
  /** Whether it was ever seen while it was open; else it was only told when it was over. */
  isSeenOpen: boolean;
  /** When it came back after it was gone, Unix time in ms, server time. */
  shownAgain_ms: number[];
  evidence: Evidence;
}

/** What was seen of a fleet. */
export interface Seen {
  faults: SeenFault[];
  /** Of each kit: pairs [event time of a reading, when it came in] where a reading is the first of its hour. */
  readings: Map<string, [time_ms: number, received_ms: number][]>;
  reports: number;
  /** What static rules would have said. */
  plain: SeenFault[];
  /** When kits were heard, and what they told. */
  silences: SilenceLog;
}

/**
 * Lets a fleet report through the intake and the journal of a service, and watches the faults that come up, hour by hour.
 *
 * @param onDay is told how many days are over, and what was seen until then
 */
export async function watchFleet(
  fleet: EvaluatedFleet,
  onDay?: (day: number, seen: Seen) => void,
  signal?: AbortSignal,
): Promise<Seen> {
  const directory = mkdtempSync(join(tmpdir(), "yeelen-evaluate-"));
  const journal = Journal.open(directory, { synchronous: "NORMAL" });
  try {
    const kits = register(fleet, journal);
    const intake = new Intake(journal, pino({ level: "silent" }));
    const arrived = new Map<string, Map<number, [number, number]>>(fleet.kits.map(({ kit }) => [kit, new Map()]));
    const plain = new PlainThresholds(plainRules());
    const silences = new SilenceLog(fleet.days + 1);
    const follower = new FaultFollower(journal, (report) => {
      const { kit, received_ms, readings } = report;
      plain.take(report);
      silences.hear(heardReport(report));
      const hours = arrived.get(kit.code) as Map<number, [number, number]>;
      for (const { time_ms } of readings) {
        const hour = Math.floor(time_ms / LOOK_EVERY_ms);
        const before = hours.get(hour);
        if (!before || received_ms < before[1]) hours.set(hour, [time_ms, received_ms]);
      }
    });
    const seen: Seen = { faults: [], readings: new Map(), reports: 0, plain: plain.faults, silences };
    const known = new Map<string, SeenFault[]>();
    let day = 0;
    for await (const { until_ms, reports } of fleet.arrivals) {
      signal?.throwIfAborted();
      let next = 0;
      for (let from_ms = until_ms - 24 * LOOK_EVERY_ms; from_ms < until_ms; from_ms += LOOK_EVERY_ms) {
        const now_ms = from_ms + LOOK_EVERY_ms;
        const first = next;
        while (next < reports.length && (reports[next]?.received_ms as number) < now_ms) next += 1;
        const came = reports.slice(first, next);
        intake.commit(
          came.map(({ kit, bytes, received_ms }) => ({
            kit: kits.get(kit) as KitRecord,
            form: "binary" as const,
            bytes,
            received_ms,
          })),
        );
        seen.reports += came.length;
        await follower.follow();
        look(follower, now_ms, known, seen.faults);
      }
      day += 1;
      onDay?.(day, seen);
    }
    for (const [kit, hours] of arrived) {
      seen.readings.set(
        kit,
        [...hours.values()].toSorted((a, b) => a[0] - b[0]),
      );
    }
    return seen;
  } finally {
    journal.close();
    rmSync(directory, { recursive: true });
  }
}

function register(fleet: EvaluatedFleet, journal: Journal): Map<string, KitRecord> {
  journal.transaction(() => {
    for (const { kit, site, battery } of fleet.kits) {
      journal.kits.add({ code: kit, site, clock: "server", battery, secretHash: Buffer.alloc(32) }, fleet.start_ms);
    }
  });
  return new Map(journal.kits.all().map((kit) => [kit.code, kit]));
}

/**
 * Notes what has come up since the last look: what is shown, and what a backlog tells to have been a fault that had ended
 * before anybody could see it.
 */
function look(follower: FaultFollower, now_ms: number, known: Map<string, SeenFault[]>, faults: SeenFault[]): void {
  const present = new Set<SeenFault>();
  for (const { kit, site, episode } of follower.visible(now_ms)) {
    if (episode.raised_ms === undefined) continue;
    const fault = seenBefore(known, kit, episode) ?? noted({ kit, site, episode }, now_ms, known, faults);
    if (fault.gone_ms !== undefined) fault.shownAgain_ms.push(now_ms);
    fault.gone_ms = undefined;
    fault.isSeenOpen = true;
    present.add(fault);
  }
  for (const fault of faults) if (fault.gone_ms === undefined && !present.has(fault)) fault.gone_ms = now_ms;
  for (const told of follower.everything()) {
    if (told.episode.cleared_ms === undefined || seenBefore(known, told.kit, told.episode)) continue;
    noted(told, now_ms, known, faults).gone_ms = now_ms;
  }
}

type Told = ReturnType<FaultFollower["everything"]>[number];

function noted(
  { kit, site, episode }: Told,
  now_ms: number,
  known: Map<string, SeenFault[]>,
  faults: SeenFault[],
): SeenFault {
  const { kind, part, severity, since_ms, raised_ms = since_ms, evidence } = episode;
  const fault: SeenFault = {
    kit,
    site,
    kind,
    part,
    severity,
    shown_ms: now_ms,
    gone_ms: undefined,
    since_ms,
    raised_ms,
    isSeenOpen: false,
    shownAgain_ms: [],
    evidence,
  };
  const key = `${kit} ${kind} ${part}`;
  known.set(key, [...(known.get(key) ?? []), fault]);
  faults.push(fault);
  return fault;
}

function seenBefore(known: Map<string, SeenFault[]>, kit: string, episode: Episode): SeenFault | undefined {
  const { kind, part, raised_ms = 0, cleared_ms } = episode;
  return known.get(`${kit} ${kind} ${part}`)?.find((fault) => isSame(fault, raised_ms, cleared_ms));
}

/** Days that come late move the beginning of a fault. Chosen. */
const SAME_ms = 3 * 24 * LOOK_EVERY_ms;

function isSame(fault: SeenFault, raised_ms: number, cleared_ms: number | undefined): boolean {
  if (Math.abs(fault.raised_ms - raised_ms) <= SAME_ms) return true;
  // it is open, and began earlier than was known
  return fault.gone_ms === undefined && fault.raised_ms >= raised_ms && fault.raised_ms <= (cleared_ms ?? Infinity);
}
