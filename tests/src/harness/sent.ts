import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { LiveRun } from "@yeelen/simulator/run/liveRun";
import { readRecording } from "@yeelen/simulator/run/recordingFile";
import type { FleetPlan } from "@yeelen/simulator/scenario/plan";

/**
 * Lives through a plan and returns what each kit sent, report by report, as text: all but the second
 * in which it was sent, the second that the server's last answer named, and when and how often it tried in vain.
 *
 * @param path of the file that is made on the way
 */
export async function sentBy(
  plan: FleetPlan,
  { firmware, path }: { firmware: boolean; path: string },
): Promise<Map<string, string[]>> {
  await new LiveRun({ plan, into: { path }, runsFirmware: () => firmware }).run();
  const byKit = new Map<string, string[]>(plan.kits.map(({ kit }) => [kit, []]));
  for await (const line of readRecording(path)) {
    if (!("report" in line)) continue;
    const { frame } = decodeReport(Buffer.from(line.report, "base64"));
    const readings = frame.groups.map((group) => ({ ...group, anchorUptime_s: "", anchorTime_s: "" }));
    // the firmware looks for its hotspot every 25 s, a native board every minute
    const attempts = frame.attempts.filter((_, i) => i % 5 < 2);
    byKit.get(line.kit)?.push(JSON.stringify({ ...frame, attempts, uptime_s: "", groups: "", readings }));
  }
  return byKit;
}
