import type { Episode } from "./episode";
import type { AnyFamily, FoldedReading, KitFacts, ReportFacts } from "./family";
import { dayOf, KitFold } from "./kitFold";
import { SiteFold } from "./siteFold";

/** A report as the engine takes it. */
export interface FoldedReport {
  facts: ReportFacts;
  /** The readings that it brought, each once and never again. */
  readings: readonly FoldedReading[];
}

/** A site as it is kept. */
export interface SavedSite {
  name: string;
  site: ReturnType<SiteFold["save"]>;
  kits: { facts: KitFacts; fold: unknown }[];
}

/**
 * Finds the faults of kits from their readings. It knows no clock, no disk and no network: the same set of reports,
 * in whatever order and however often judged in between, ends in the same history. Neighbours are the kits of the site
 * where a kit is now.
 */
export class FaultEngine {
  private readonly sites = new Map<string, SiteFold>();
  private readonly kits = new Map<string, KitFold>();

  constructor(private readonly families: readonly AnyFamily[]) {}

  /**
   * Takes a report: constant work.
   *
   * @returns the sites that are to be forgotten and folded again from the beginning: its own where some of it is older than
   *   what can be judged anew, and the one that its kit has left
   */
  fold(facts: KitFacts, report: FoldedReport): readonly string[] {
    const left = this.kits.get(facts.kit)?.facts.site ?? facts.site;
    if (left !== facts.site) return [left, facts.site];
    const site = this.siteOf(facts.site);
    const kit = this.kitOf(facts, site);
    let isTaken = true;
    // the day that was the kit's newest is over once a later one has come
    const newest = kit.days.newest;
    for (const reading of report.readings) {
      const day = dayOf(reading.time_ms);
      if (day < 0) continue;
      if (!site.touch(day) || !kit.days.keeps(day)) {
        isTaken = false;
        continue;
      }
      kit.days.addReading(day, reading, facts);
    }
    // what a report says beside its readings is of the day on which it was sent
    const sent = dayOf(report.facts.sent_ms);
    if (site.touch(sent) && kit.days.keeps(sent)) kit.days.addReport(sent, report.facts, facts);
    else isTaken = false;
    if (newest >= 0 && kit.days.newest > newest && !site.touch(newest)) isTaken = false;
    return isTaken ? NONE : [facts.site];
  }

  /** Brings every judgement up to date. */
  judge(): void {
    for (const site of this.sites.values()) site.judge();
  }

  /** Forgets a site, to be folded again. */
  forget(site: string): void {
    for (const kit of this.sites.get(site)?.kits.keys() ?? []) this.kits.delete(kit);
    this.sites.delete(site);
  }

  forgetAll(): void {
    this.sites.clear();
    this.kits.clear();
  }

  /** What is open on a kit, suspected or raised. */
  openOf(kit: string): Episode[] {
    return [...(this.kits.get(kit)?.open.values() ?? [])];
  }

  /** What was raised on a kit, ended or not, in the order of `raised_ms`. */
  historyOf(kit: string): Episode[] {
    const fold = this.kits.get(kit);
    if (!fold) return [];
    const raised = [...fold.closed, ...fold.open.values()].filter(({ raised_ms }) => raised_ms !== undefined);
    return raised.toSorted((a, b) => (a.raised_ms as number) - (b.raised_ms as number));
  }

  /** Event time of a kit's newest reading, Unix time in ms, or undefined. */
  watermarkOf_ms(kit: string): number | undefined {
    const days = this.kits.get(kit)?.days;
    return days && days.newest >= 0 ? days.newestOn_ms(days.newest) : undefined;
  }

  /** Site after site as plain data, to be kept. */
  *save(): Generator<SavedSite> {
    for (const [name, site] of this.sites) {
      const kits = [...site.kits.values()].map((kit) => ({ facts: kit.facts, fold: kit.save() }));
      yield { name, site: site.save(), kits };
    }
  }

  /** @param saved what `save` gave with the same families */
  restore({ name, site, kits }: SavedSite): void {
    this.forget(name);
    const fold = this.siteOf(name);
    fold.restore(site);
    for (const { facts, fold: saved } of kits) this.kitOf(facts, fold).restore(saved);
  }

  private siteOf(name: string): SiteFold {
    let site = this.sites.get(name);
    if (!site) {
      site = new SiteFold(this.families);
      this.sites.set(name, site);
    }
    return site;
  }

  private kitOf(facts: KitFacts, site: SiteFold): KitFold {
    let kit = this.kits.get(facts.kit);
    if (!kit) {
      kit = new KitFold(facts, this.families);
      this.kits.set(facts.kit, kit);
      site.kits.set(facts.kit, kit);
    }
    return kit;
  }
}

const NONE: readonly string[] = [];
