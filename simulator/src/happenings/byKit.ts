import type { Happening } from "./kinds";

/** The happenings of each kit that has any. */
export function happeningsByKit(happenings: readonly Happening[]): Map<string, Happening[]> {
  const byKit = new Map<string, Happening[]>();
  for (const happening of happenings) {
    if (happening.kit === undefined) continue;
    const ofKit = byKit.get(happening.kit);
    if (ofKit) ofKit.push(happening);
    else byKit.set(happening.kit, [happening]);
  }
  return byKit;
}
