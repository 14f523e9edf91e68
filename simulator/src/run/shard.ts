import { happeningsByKit } from "../happenings/byKit";
import { KitLife } from "../life/kitLife";
import { SiteLife } from "../life/site";
import type { FleetPlan } from "../scenario/plan";
import type { ExampleWindow } from "./examples";
import { ExampleRecorder } from "./exampleRecorder";
import { ReportBatch, type PackedReports } from "./reportBatch";
import { type ExampleKit, KIT_DAY_FIELDS, writeKitDay } from "./summary";

/** The kits from one index of a fleet up to another: what one thread lives through. */
export interface ShardOptions {
  plan: FleetPlan;
  firstKit: number;
  endKit: number;
  examples: ExampleWindow[];
}

/** A day of a shard. Its arrays are its own, so they may be handed to another thread. */
export interface ShardDay {
  reports: PackedReports;
  /** `KIT_DAY_FIELDS` of each kit of the shard. */
  kitDays: Float32Array<ArrayBuffer>;
}

/** A part of a fleet, day after day. No kit knows of another, so shards may be cut as one likes. */
export class Shard {
  private readonly recorders: ExampleRecorder[] = [];
  private readonly kits: { life: KitLife; site: SiteLife }[];
  private readonly batch = new ReportBatch();

  constructor({ plan, firstKit, endKit, examples }: ShardOptions) {
    const { seed, start_ms, happenings } = plan;
    const sites = new Map(
      plan.sites.map((site) => {
        const ofSite = happenings.filter((one) => one.site === site.slug && one.kit === undefined);
        return [site.slug, { life: new SiteLife(site, ofSite, seed, start_ms), happenings: ofSite }];
      }),
    );
    const ofKit = happeningsByKit(happenings);
    this.kits = plan.kits.slice(firstKit, endKit).map((kit, i) => {
      const site = sites.get(kit.site);
      if (!site) throw new Error(`${kit.kit} is at ${kit.site}, which the fleet does not have`);
      const window = examples.find((one) => one.kit === kit.kit);
      const recorder = window && new ExampleRecorder(window);
      if (recorder) this.recorders.push(recorder);
      const life = new KitLife({
        fleet: plan,
        plan: kit,
        happenings: [...(ofKit.get(kit.kit) ?? []), ...site.happenings],
        onReport: (report, received_ms) => this.batch.add(firstKit + i, report, received_ms),
        ...(recorder && { onReading: (row, time_ms) => recorder.take(row, time_ms) }),
      });
      return { life, site: site.life };
    });
  }

  /** Days are lived in order. */
  live(day: number): ShardDay {
    const kitDays = new Float32Array(this.kits.length * KIT_DAY_FIELDS.length);
    this.kits.forEach(({ life, site }, k) => {
      writeKitDay(kitDays, k, life.day(site.dayOf(day)));
    });
    return { reports: this.batch.take(), kitDays };
  }

  /** What the example kits of this shard measured. */
  examples(): ExampleKit[] {
    return this.recorders.map(({ example }) => example);
  }
}
