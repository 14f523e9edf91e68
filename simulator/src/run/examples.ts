import { happeningsByKit } from "../happenings/byKit";
import { faultKinds, lookalikeKinds } from "../happenings/kinds";
import type { FleetPlan } from "../scenario/plan";

/** A kit whose readings are kept for drawing, and for which time. */
export interface ExampleWindow {
  kit: string;
  site: string;
  /** `healthy`, or the kind of the happening that it shows. */
  why: string;
  from_ms: number;
  until_ms: number;
}

const DAY_ms = 86_400_000;
const WINDOW_ms = 30 * DAY_ms;
const BEFORE_ms = 10 * DAY_ms;
const MOST = 8;

/** A healthy kit, and one for each of as many kinds as there is room for: the first that it befell alone. */
export function chooseExamples(plan: FleetPlan): ExampleWindow[] {
  const { start_ms, days, kits, happenings } = plan;
  const end_ms = start_ms + days * DAY_ms;
  const troubled = happeningsByKit(happenings);
  const windowAt = (time_ms: number) => {
    const from_ms = Math.max(start_ms, Math.min(time_ms - BEFORE_ms, end_ms - WINDOW_ms));
    return { from_ms, until_ms: from_ms + WINDOW_ms };
  };
  const healthy = kits.find(({ kit }) => !troubled.has(kit));
  const examples: ExampleWindow[] = healthy
    ? [{ kit: healthy.kit, site: healthy.site, why: "healthy", ...windowAt(start_ms) }]
    : [];
  for (const kind of [...faultKinds, ...lookalikeKinds]) {
    if (examples.length >= MOST) break;
    const ofKind = happenings.filter(
      (one) => one.kind === kind && one.kit !== undefined && !examples.some(({ kit }) => kit === one.kit),
    );
    const alone = ofKind.find(({ kit }) => kit !== undefined && troubled.get(kit)?.length === 1) ?? ofKind[0];
    if (alone?.kit) examples.push({ kit: alone.kit, site: alone.site, why: kind, ...windowAt(alone.onset_ms) });
  }
  return examples;
}
