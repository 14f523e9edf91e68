import { availableParallelism } from "node:os";
import type { Happening } from "@yeelen/simulator/happenings/kinds";
import { readRecording } from "@yeelen/simulator/run/recordingFile";
import { FleetThreads } from "@yeelen/simulator/run/threads";
import type { FleetPlan } from "@yeelen/simulator/scenario/plan";

const DAY_ms = 86_400_000;

/** A kit of an evaluated fleet. */
export interface EvaluatedKit {
  kit: string;
  site: string;
  battery: "lifepo4-4s" | "lead-acid-6s";
}

/** What reached the server on a day. */
export interface ArrivedDay {
  /** Where the day ends, Unix time in ms. */
  until_ms: number;
  /** In the order in which they came. */
  reports: { received_ms: number; kit: string; bytes: Buffer }[];
}

/** A fleet that is evaluated: who there is, what truly befell them, and what the server gets to see. */
export interface EvaluatedFleet {
  name: string;
  seed: number;
  start_ms: number;
  days: number;
  kits: EvaluatedKit[];
  labels: Happening[];
  arrivals: AsyncIterable<ArrivedDay>;
}

/** A fleet that is simulated while it is evaluated. */
export function simulatedFleet(plan: FleetPlan): EvaluatedFleet {
  return {
    name: plan.name,
    seed: plan.seed,
    start_ms: plan.start_ms,
    days: plan.days,
    kits: plan.kits.map(({ kit, site, type }) => ({ kit, site, battery: type.battery })),
    labels: [...plan.happenings],
    arrivals: simulated(plan),
  };
}

async function* simulated(plan: FleetPlan): AsyncGenerator<ArrivedDay> {
  const fleet = new FleetThreads(plan, [], availableParallelism());
  fleet.start();
  try {
    for await (const { day, reports } of fleet.days()) {
      yield {
        until_ms: plan.start_ms + (day + 1) * DAY_ms,
        reports: reports.map(({ received_ms, kit, report }) => ({
          received_ms,
          kit: plan.kits[kit]?.kit as string,
          bytes: Buffer.from(report),
        })),
      };
    }
  } finally {
    await fleet.stop();
  }
}

/**
 * A fleet that was recorded with `yeelen simulate --out`.
 *
 * @throws Error where the file is not such a recording, or was cut off
 */
export async function recordedFleet(path: string): Promise<EvaluatedFleet> {
  const lines = readRecording(path);
  const first = (await lines.next()).value;
  if (!first || !("simulation" in first)) throw new Error(`${path} is not a recording of  yeelen simulate --out`);
  const labels: Happening[] = [];
  const start_ms = Date.parse(first.start);
  // labels stand before the reports
  let next = await lines.next();
  while (!next.done && "label" in next.value) {
    const { label, site, kit, part, onset, end, severity, course_h } = next.value;
    labels.push({
      kind: label,
      site,
      ...(kit !== undefined && { kit }),
      part,
      onset_ms: Date.parse(onset),
      ...(end !== undefined && { end_ms: Date.parse(end) }),
      severity,
      course_h,
    });
    next = await lines.next();
  }
  async function* arrivals(): AsyncGenerator<ArrivedDay> {
    let day: ArrivedDay = { until_ms: start_ms + DAY_ms, reports: [] };
    for (let line = next; !line.done; line = await lines.next()) {
      if (!("report" in line.value)) continue;
      const received_ms = Date.parse(line.value.received);
      while (received_ms >= day.until_ms) {
        yield day;
        day = { until_ms: day.until_ms + DAY_ms, reports: [] };
      }
      day.reports.push({ received_ms, kit: line.value.kit, bytes: Buffer.from(line.value.report, "base64") });
    }
    yield day;
  }
  const { scenario: name, seed, days, kits } = first;
  return { name, seed, start_ms, days, kits, labels, arrivals: arrivals() };
}
