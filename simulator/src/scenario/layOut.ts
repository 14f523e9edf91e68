import { faultKinds, type HappeningKind, linkKinds, lookalikeKinds } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";
import { householdTypes } from "../people/householdTypes";
import { randomOf } from "../random";
import { addUntil, type Host } from "./atLeast";
import { Calendar } from "./clash";
import { isOfASite } from "./occurrence";
import { happeningOf } from "./pinned";
import type { FleetPlan, PlannedKit } from "./plan";
import { drawByRates } from "./rates";
import { allKinds, type Scenario } from "./schema";
import { slugOf } from "./slug";

const DAY_ms = 86_400_000;

/**
 * Lays out a scenario for a seed: who lives where with which kit, and what will befall them.
 *
 * With `kits`, as many kits as asked are spread over the sites in proportion; a kit keeps its name, and
 * what its rates draw for it is the same in every size. With `kits` or `days`, `at_least` is asked for in
 * proportion too. Pinned happenings of kits that are then not there, or that begin after the last day,
 * are left out.
 *
 * @throws RangeError where `at_least` asks for more than there is place for
 */
export function layOut(scenario: Scenario, options: { seed: number; kits?: number; days?: number }): FleetPlan {
  const { seed } = options;
  const { name, description, interval_s, upload_s, phones, repairs, start: start_ms } = scenario;
  const days = options.days ?? scenario.days;
  const until_ms = start_ms + days * DAY_ms;
  const total = scenario.sites.reduce((sum, { kits }) => sum + kits, 0);
  const counts = inProportion(
    scenario.sites.map(({ kits }) => kits),
    options.kits ?? total,
  );

  const sites = scenario.sites.map(({ name, region, latitude, longitude, coverage }) => ({
    name,
    slug: slugOf(name),
    region,
    place: { latitude_deg: latitude, longitude_deg: longitude },
    coverage,
  }));
  const inhabited = sites.filter((_, index) => (counts[index] ?? 0) > 0);
  const kits = sites.flatMap(({ slug }, index) =>
    Array.from({ length: counts[index] ?? 0 }, (_, number) => layOutKit(scenario, index, slug, number + 1, seed)),
  );
  const hosts: Host[] = [
    ...inhabited.map(({ slug }) => ({ site: slug, from_ms: start_ms })),
    ...kits.map(({ kit, site, handedOut_ms }) => ({ site, kit, from_ms: Math.max(start_ms, handedOut_ms) })),
  ];

  const calendar = new Calendar();
  const names = new Set(hosts.map(({ site, kit }) => kit ?? site));
  for (const pinned of scenario.pinned) {
    const happening = happeningOf(pinned, start_ms);
    if (happening.onset_ms < until_ms && names.has(happening.kit ?? happening.site)) calendar.pin(happening);
  }
  const rates = Object.entries({ ...scenario.faults, ...scenario.lookalikes, ...scenario.link }) as [
    HappeningKind,
    number | undefined,
  ][];
  const kinds = allKinds.map((kind): [HappeningKind, number] => [kind, rates.find(([of]) => of === kind)?.[1] ?? 0]);
  for (const { from_ms, ...owner } of hosts) {
    const own = kinds.filter(([kind]) => isOfASite(kind) === (owner.kit === undefined));
    drawByRates(calendar, own, owner, from_ms, until_ms, repairs, seed);
  }
  const drawn = calendar.all();
  for (const kind of hardestFirst(allKinds)) {
    const [hosted, ofAll] = isOfASite(kind) ? [inhabited.length, sites.length] : [kits.length, total];
    const asked = Math.ceil((askedFor(scenario, kind) * hosted * days) / (ofAll * scenario.days));
    const present = drawn.filter((happening) => happening.kind === kind).length;
    const missing = addUntil(calendar, kind, asked, present, hosts, until_ms, repairs, seed);
    // a part of the fleet or of its days has what it has place for
    if (missing > 0 && hosted * days >= ofAll * scenario.days) throw new RangeError(noPlace(kind, asked, missing));
  }
  return {
    name,
    description,
    seed,
    start_ms,
    days,
    interval_s,
    upload_s,
    phones,
    sites: inhabited,
    kits,
    happenings: calendar.all(),
  };
}

function noPlace(kind: HappeningKind, asked: number, missing: number): string {
  return (
    `at_least: there is no place for ${asked} ${kind}, ${missing} are missing: ` +
    "ask for fewer, simulate more kits or days, or let faults be repaired (repairs)"
  );
}

/** Those that tolerate the least beside them are placed while there is room. */
function hardestFirst(kinds: readonly HappeningKind[]): HappeningKind[] {
  return kinds.toSorted((a, b) => Number(kindProfiles[b].hides ?? false) - Number(kindProfiles[a].hides ?? false));
}

function askedFor({ at_least }: Scenario, kind: HappeningKind): number {
  if (at_least[kind] !== undefined) return at_least[kind];
  if ((faultKinds as readonly string[]).includes(kind)) return at_least.faults ?? 0;
  if ((lookalikeKinds as readonly string[]).includes(kind)) return at_least.lookalikes ?? 0;
  return (linkKinds as readonly string[]).includes(kind) ? (at_least.link ?? 0) : 0;
}

function layOutKit(scenario: Scenario, site: number, slug: string, number: number, seed: number): PlannedKit {
  const kit = `${slug}-${number}`;
  // one stream for each, so that another mix of households leaves the kits as they are
  const type = pick(
    scenario.kit_types.map((type) => [type, type.share]),
    randomOf(seed, `type/${kit}`)(),
  );
  const household = pick(
    householdTypes.map((type) => [type, scenario.households[type] ?? 0]),
    randomOf(seed, `household/${kit}`)(),
  );
  const { share: _, ...parts } = type;
  const handedOut_ms = scenario.sites[site]?.handed_out ?? scenario.handed_out ?? scenario.start;
  return { kit, site: slug, type: parts, household, handedOut_ms };
}

/** @param share of the way through all weights, 0 to 1 */
function pick<T>(weighted: readonly [T, weight: number][], share: number): T {
  let left = share * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  return (weighted.findLast(([, weight]) => weight > 0) as [T, number])[0];
}

/** Shares out `total` whole things in proportion to weights, by largest remainders. */
function inProportion(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (weight / sum) * total);
  const counts = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  const left = total - counts.reduce((all, count) => all + count, 0);
  for (const { index } of byRemainder.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}
