import { live } from "./driver";
import { NativeSubject } from "./nativeSubject";
import { judge } from "./oracle";
import { timelineOf } from "./timeline";

const DAYS = 14;

/** Lives natively through timelines from a seed on. Returns what went wrong in each, with its seed, and what was lived through. */
export async function liveThrough(firstSeed: number, count: number) {
  const problems: string[] = [];
  let readings = 0;
  let stored = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const timeline = timelineOf(seed, DAYS);
    const outcome = await live(timeline, new NativeSubject(timeline.upload_s));
    readings += outcome.taken.length;
    stored += outcome.server.stored.size;
    const [first, ...more] = judge(outcome);
    if (first) problems.push(`seed ${seed}: ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`);
  }
  return { problems, readings, stored };
}
