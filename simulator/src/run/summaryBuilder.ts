import type { FleetPlan } from "../scenario/plan";
import { type ExampleKit, KIT_DAY_FIELDS, type RunSummary } from "./summary";

/** Gathers what is left of a simulation at its end, day by day. */
export class SummaryBuilder {
  private readonly kitDays: Float32Array;
  private daysLived = 0;

  constructor(private readonly plan: FleetPlan) {
    this.kitDays = new Float32Array(plan.kits.length * plan.days * KIT_DAY_FIELDS.length);
  }

  /** @param kitDays `KIT_DAY_FIELDS` of each kit */
  addDay(day: number, kitDays: Float32Array): void {
    const { kits, days } = this.plan;
    const fields = KIT_DAY_FIELDS.length;
    for (let kit = 0; kit < kits.length; kit++) {
      this.kitDays.set(kitDays.subarray(kit * fields, (kit + 1) * fields), (kit * days + day) * fields);
    }
    this.daysLived = day + 1;
  }

  /** The summary of the days that were lived, be it that the simulation was ended before its time. */
  finish(took_s: number, examples: ExampleKit[]): RunSummary {
    const { name, description, seed, start_ms, days, kits, sites, happenings } = this.plan;
    const region = new Map(sites.map((site) => [site.slug, site.region]));
    // whoever reads a summary reads names
    const names = new Map(sites.map((site) => [site.slug, site.name]));
    const named = <T extends { site: string }>(one: T): T => ({ ...one, site: names.get(one.site) ?? one.site });
    const fields = KIT_DAY_FIELDS.length;
    const lived = this.daysLived;
    const kitDays = new Float32Array(kits.length * lived * fields);
    for (let kit = 0; kit < kits.length; kit++) {
      const start = kit * days * fields;
      kitDays.set(this.kitDays.subarray(start, start + lived * fields), kit * lived * fields);
    }
    return {
      scenario: name,
      description,
      seed,
      start_ms,
      days: lived,
      took_s,
      kits: kits.map(({ kit, site }) => named({ kit, site, region: region.get(site) ?? "" })),
      kitDays,
      happenings: happenings.map(named),
      examples: examples.map(named).toSorted((a, b) => Number(b.why === "healthy") - Number(a.why === "healthy")),
    };
  }
}
