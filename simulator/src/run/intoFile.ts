import type { FleetPlan } from "../scenario/plan";
import { chooseExamples } from "./examples";
import { RecordingWriter } from "./recordingFile";
import type { RunSummary } from "./summary";
import { SummaryBuilder } from "./summaryBuilder";
import { FleetThreads } from "./threads";

/** How far a simulation has got. */
export interface RunProgress {
  days: number;
  reports: number;
}

export interface IntoFileOptions {
  plan: FleetPlan;
  /** Where the reports and labels go, see `RecordingWriter`; absent = nowhere, for measuring and for pictures. */
  path?: string;
  threads: number;
  onProgress?: (progress: RunProgress) => void;
  /** Ends the simulation after the day that it lives through. */
  signal?: AbortSignal;
}

/**
 * Lives through a scenario as fast as it goes, natively, to a server that takes every report. The
 * file is the same bytes for the same plan, whatever the number of threads.
 */
export async function simulateIntoFile(options: IntoFileOptions): Promise<RunSummary> {
  const { plan, path, threads, onProgress, signal } = options;
  const began_ms = performance.now();
  const fleet = new FleetThreads(plan, chooseExamples(plan), threads);
  const summary = new SummaryBuilder(plan);
  const writer = path === undefined ? undefined : new RecordingWriter(path, plan);
  let reports = 0;
  fleet.start();
  try {
    for await (const day of fleet.days()) {
      summary.addDay(day.day, day.kitDays);
      await writer?.write(day.reports);
      reports += day.reports.length;
      onProgress?.({ days: day.day + 1, reports });
      if (signal?.aborted) break;
    }
    await writer?.end();
    return summary.finish((performance.now() - began_ms) / 1000, await fleet.measured());
  } finally {
    await fleet.stop();
  }
}
