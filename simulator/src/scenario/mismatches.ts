import { siteKinds } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";
import { hint } from "./problems";
import { type Scenario, scenarioSchema } from "./schema";
import { slugOf } from "./slug";
import { timeOf_ms } from "./times";
import type { Mismatch } from "./yamlFile";

const DAY_ms = 86_400_000;

/**
 * Compares the entries of a scenario with each other: each that can be read, whatever is wrong with
 * the others, so that all that is wrong can be said at once.
 *
 * @param raw a scenario as a file has it
 */
export function mismatches(raw: unknown): Mismatch[] {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return [];
  const { start, days, sites, pinned } = scenarioSchema.shape;
  const entries = raw as Record<string, unknown>;
  const readSites = sites.safeParse(entries.sites);
  const readStart = start.safeParse(entries.start);
  const readDays = days.safeParse(entries.days);
  const found: Mismatch[] = [];
  if (readSites.success) found.push(...sameSites(readSites.data));
  for (const [index, entry] of (Array.isArray(entries.pinned) ? entries.pinned : []).entries()) {
    const read = pinned.unwrap().element.safeParse(entry);
    if (!read.success) continue;
    const messages: [key: string, message: string][] = [...misfits(read.data)];
    if (readSites.success) messages.push(...strangers(read.data, readSites.data));
    if (readStart.success && readDays.success) messages.push(...outside(read.data, readStart.data, readDays.data));
    for (const [key, message] of messages) found.push({ path: ["pinned", index, key], message });
  }
  return found;
}

type Pinned = Scenario["pinned"][number];
type Sites = Scenario["sites"];

function* sameSites(sites: Sites): Generator<Mismatch> {
  for (const [index, { name }] of sites.entries()) {
    const other = sites.findIndex((site) => slugOf(site.name) === slugOf(name));
    if (other < index) yield { path: ["sites", index, "name"], message: `there is "${sites[other]?.name}" already` };
  }
}

/** What a kind does not have. */
function* misfits(pinned: Pinned): Generator<[key: string, message: string]> {
  const profile = kindProfiles[pinned.kind];
  if (pinned.part !== undefined && !profile.parts.includes(pinned.part)) {
    yield ["part", `${pinned.kind} befalls ${profile.parts.join(", ")}${hint(pinned.part, profile.parts)}`];
  }
  if (profile.severity[0] === 1) {
    const why = `${pinned.kind} is all or nothing: leave it out`;
    if (pinned.severity !== undefined && pinned.severity < 1) yield ["severity", why];
    if (pinned.course !== undefined && pinned.course > 0) yield ["course", why];
  }
  if (pinned.until !== undefined && pinned.for !== undefined)
    yield ["for", "is said by `until` already: leave one out"];
  if (profile.boardAct !== undefined) {
    const why = `${pinned.kind} is over as soon as it happens: leave it out`;
    if (pinned.until !== undefined) yield ["until", why];
    if (pinned.for !== undefined) yield ["for", why];
  }
}

/** Kits and sites that the scenario does not have. */
function* strangers(pinned: Pinned, sites: Sites): Generator<[key: string, message: string]> {
  const slugs = sites.map(({ name }) => slugOf(name));
  if (siteKinds.includes(pinned.kind)) {
    if (pinned.kit !== undefined) yield ["kit", `${pinned.kind} befalls a whole site: write site instead`];
    else if (pinned.site === undefined) yield ["kind", "needs a site"];
    else if (!slugs.includes(slugOf(pinned.site))) {
      yield ["site", `there is no site "${pinned.site}"${hint(slugOf(pinned.site), slugs)}`];
    }
    return;
  }
  if (pinned.site !== undefined) yield ["site", `${pinned.kind} befalls one kit: write kit instead`];
  else if (pinned.kit === undefined) yield ["kind", "needs a kit"];
  else {
    const [, slug = "", number = ""] = /^(.*)-(\d+)$/.exec(pinned.kit) ?? [];
    const site = sites[slugs.indexOf(slug)];
    if (site === undefined) {
      const first = hint(slug || pinned.kit, slugs);
      yield ["kit", `there is no kit "${pinned.kit}"; kits are called after their site, such as ${slugs[0]}-1${first}`];
    } else if (Number(number) < 1 || Number(number) > site.kits || String(Number(number)) !== number) {
      yield ["kit", `there is no kit "${pinned.kit}"; at ${site.name} there are ${slug}-1 to ${slug}-${site.kits}`];
    }
  }
}

/** What lies outside of the days that are simulated. */
function* outside(pinned: Pinned, start_ms: number, days: number): Generator<[key: string, message: string]> {
  const at_ms = timeOf_ms(pinned.at, start_ms);
  const last = new Date(start_ms + (days - 1) * DAY_ms).toISOString().slice(0, 10);
  if (at_ms < start_ms || at_ms >= start_ms + days * DAY_ms) {
    yield ["at", `lies outside of the ${days} days from ${new Date(start_ms).toISOString().slice(0, 10)} to ${last}`];
  }
  if (pinned.until !== undefined && timeOf_ms(pinned.until, start_ms) <= at_ms) {
    yield ["until", "must come after `at`"];
  }
}
