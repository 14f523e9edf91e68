import type { z } from "zod";
import { layOut } from "../scenario/layOut";
import { mismatches } from "../scenario/mismatches";
import { hint } from "../scenario/problems";
import type { FleetPlan } from "../scenario/plan";
import { scenarioSchema } from "../scenario/schema";
import { slugOf } from "../scenario/slug";
import { MOMENT_FORM, momentOf } from "../scenario/times";
import type { Region } from "../sky/regions";
import { placeOf } from "../sky/testPlaces";
import { type KitWords, kitWords } from "./kitWords";
import type { Lasting, Once, PinnedEntry, Repair } from "./phrases";
import { endWhatIsRepaired, type RepairedAt } from "./repairs";
import { liveThrough, type TimelineRun } from "./run";
import { type SiteWords, siteWords } from "./siteWords";

type ScenarioEntries = z.input<typeof scenarioSchema>;

/** Entries of a scenario that a timeline passes on; what is left out is as in a scenario. */
type PassedOn = Pick<ScenarioEntries, "interval_s" | "upload_s" | "phones" | "kit_types" | "households">;

export interface TimelineOptions extends PassedOn {
  /** First day, such as `2026-03-01`. */
  start: string;
  /** By their names in small letters, after which their kits are called: `koro` has `koro-1`, `koro-2` and so on. */
  sites: Record<string, { region: Region; kits: number; coverage?: "good" | "patchy" | "poor" }>;
  seed: number;
}

/**
 * A story about a few kits for a test to tell, live through and look at:
 *
 * ```ts
 * const time = timeline({ start: "2026-03-01", sites: { koro: { region: "mopti", kits: 8 } }, seed: 7 });
 * const kit = time.kit("koro-1");
 * time.at("day 3 18:00", kit.loses("panel"));
 * time.between("day 5", "day 7", kit.phone.away());
 * time.at("day 9", kit.repaired("panel"));
 * const { reports, readings } = await time.run({ days: 12 });
 * ```
 *
 * Moments are those of scenarios: `day 3 18:00` or `2026-03-03 18:00`; day 1 is the first. What is not
 * told to end ends as a pinned happening of a scenario does: a fault stays, everything else lasts as
 * long as its kind does on average.
 */
export function timeline(options: TimelineOptions): Timeline {
  return new Timeline(options);
}

class Timeline {
  private readonly pinned: PinnedEntry[] = [];
  private readonly repairs: RepairedAt[] = [];

  constructor(private readonly options: TimelineOptions) {
    for (const site of Object.keys(options.sites)) {
      if (slugOf(site) !== site)
        throw new RangeError(`a site's name here is that in its kits' names: "${slugOf(site)}"`);
    }
  }

  /** @throws RangeError where there is no such kit */
  kit(name: string): KitWords {
    const kits = Object.entries(this.options.sites).flatMap(([site, { kits: count }]) =>
      Array.from({ length: count }, (_, index) => `${site}-${index + 1}`),
    );
    if (!kits.includes(name)) throw new RangeError(`there is no kit "${name}"${hint(name, kits)}`);
    return kitWords(name);
  }

  /** @throws RangeError where there is no such site */
  site(name: string): SiteWords {
    const sites = Object.keys(this.options.sites);
    if (!sites.includes(name)) throw new RangeError(`there is no site "${name}"${hint(name, sites)}`);
    return siteWords(name);
  }

  /**
   * Says what happens at a moment.
   *
   * @throws RangeError where the moment cannot be read
   */
  at(moment: string, ...phrases: (Lasting | Once | Repair)[]): this {
    for (const phrase of phrases) {
      if (phrase.phrase === "repair") this.repairs.push({ at: checked(moment), repair: phrase });
      else this.pinned.push({ ...befallen(phrase), at: checked(moment) });
    }
    return this;
  }

  /**
   * Says what goes on from one moment to another.
   *
   * @throws RangeError where a moment cannot be read
   */
  between(from: string, until: string, ...phrases: Lasting[]): this {
    for (const phrase of phrases) {
      this.pinned.push({ ...befallen(phrase), at: checked(from), until: checked(until) });
    }
    return this;
  }

  /**
   * The fleet of this story, for whoever lives through it in another way than `run`.
   *
   * @throws RangeError where something cannot be as it was told, such as a repair of what is whole
   */
  plan({ days }: { days: number }): FleetPlan {
    const { sites, seed, ...passedOn } = this.options;
    const entries: ScenarioEntries = {
      ...passedOn,
      name: "timeline",
      days,
      sites: Object.entries(sites).map(([name, site]) => {
        const { latitude_deg: latitude, longitude_deg: longitude } = placeOf(site.region);
        return { name, ...site, latitude, longitude };
      }),
    };
    const start_ms = parsed(entries).start;
    const pinned = endWhatIsRepaired(this.pinned, this.repairs, start_ms);
    const scenario = parsed({ ...entries, pinned });
    const wrong = mismatches({ ...entries, pinned }).map(({ path, message }) => {
      const { kit, site, kind, at } = pinned[path[1] as number] as PinnedEntry;
      return `${kind} of ${kit ?? site} at ${at}: ${path.at(-1)} ${message}`;
    });
    if (wrong.length > 0) throw new RangeError(wrong.join("\n"));
    return layOut(scenario, { seed });
  }

  /** Lives through the story natively, in this process and thread. */
  async run({ days }: { days: number }): Promise<TimelineRun> {
    return await liveThrough(this.plan({ days }));
  }
}

function parsed(entries: ScenarioEntries) {
  const { data, error } = scenarioSchema.safeParse(entries);
  if (error) throw new RangeError(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  return data;
}

function checked(moment: string): string {
  if (momentOf(moment) === undefined) throw new RangeError(`"${moment}" is not ${MOMENT_FORM}`);
  return moment;
}

function befallen(said: Lasting | Once): Omit<PinnedEntry, "at"> {
  const { phrase: _, ...entry } = said;
  return entry;
}
