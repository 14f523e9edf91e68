import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FoldFile } from "../journal/foldFile";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import type { JournalledReport } from "../journal/readings";
import { withoutConsequences } from "./consequences";
import { FaultEngine } from "./engine/engine";
import type { Episode } from "./engine/episode";
import type { KitFacts, ReportFacts } from "./engine/family";
import { JUDGED_ANEW_days, KEPT_days } from "./engine/kitDays";
import { families } from "./families";
import { packed, unpacked } from "./packedSite";
import { Steady } from "./steady";

/** How many reports are read before others get their turn. */
const REPORTS_PER_TURN = 200;
/** Raised when what a family remembers or finds has changed: what was kept of it is then made anew. */
const FOLD_VERSION = 1;

/** Names what engine and families keep: what another version left must not be taken for it. */
export const foldVersion = JSON.stringify([
  FOLD_VERSION,
  JUDGED_ANEW_days,
  KEPT_days,
  families.map(({ name, slots }) => [name, slots]),
]);

/** Follows the journal with the fault engine. What it knows follows from the journal alone. */
export class FaultFollower {
  private readonly engine = new FaultEngine(families);
  private readonly steady = new Steady();
  /** Of the last report that was taken in. */
  position = 0;
  private savedAt = 0;
  /** Neighbourhoods that are to be folded from the beginning. */
  private readonly again = new Set<string>();
  private isInterrupted = false;

  /**
   * @param onReport is told each report once, in the order in which they were committed
   * @param file where what was found is kept, so that a start need not read the whole journal
   */
  constructor(
    private readonly journal: Journal,
    private readonly onReport?: (report: JournalledReport) => void,
    private readonly file?: FoldFile,
  ) {
    const kept = file?.load();
    if (!kept) return;
    try {
      for (const { bytes } of kept.sites) this.engine.restore(unpacked(bytes));
    } catch {
      // what cannot be read costs time, and nothing else
      this.engine.forgetAll();
      return;
    }
    this.position = kept.position;
    this.savedAt = kept.position;
  }

  /**
   * Takes in what is new in the journal, and judges.
   *
   * @param rest for how many times as long as it works it rests between: 0 where somebody waits
   */
  async follow(rest = 0): Promise<void> {
    const { again } = this;
    while (!this.isInterrupted) {
      const began_ms = performance.now();
      const { reports, position } = this.journal.readings.reportsAfter(this.position, REPORTS_PER_TURN);
      if (position === this.position) break;
      for (const report of reports) {
        this.onReport?.(report);
        if (!again.has(neighbourhoodOf(report.kit))) for (const site of this.fold(report)) again.add(site);
      }
      this.position = position;
      if (rest > 0) await sleep(rest * (performance.now() - began_ms));
      else await nextTurn();
    }
    if (this.isInterrupted) return;
    for (const site of again) {
      await this.foldAgain(site);
      again.delete(site);
    }
    this.engine.judge();
  }

  /** Makes `follow` end after its turn: nothing more is taken in. */
  interrupt(): void {
    this.isInterrupted = true;
  }

  /**
   * Keeps what was found, where something was since the last time.
   *
   * @returns how much that is, in bytes; 0 where nothing had to be kept
   */
  async save(): Promise<number> {
    const { file } = this;
    if (!file || this.savedAt === this.position || this.again.size > 0) return 0;
    const sites: { name: string; bytes: Buffer }[] = [];
    for (const site of this.engine.save()) {
      sites.push({ name: site.name, bytes: packed(site) });
      await nextTurn();
    }
    file.save(this.position, sites);
    this.savedAt = this.position;
    return sites.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** What is to be shown of every kit, as `shownOf`. */
  visible(now_ms: number): { kit: string; site: string; episode: Episode }[] {
    return this.journal.kits
      .all()
      .flatMap(({ code: kit, site }) => this.shownOf(kit, now_ms).map((episode) => ({ kit, site, episode })));
  }

  /**
   * What is to be shown of a kit: what is open, and for a day what was and was taken back.
   *
   * @param now_ms the server's clock
   */
  shownOf(kit: string, now_ms: number): Episode[] {
    return this.steady.of(kit, this.openOf(kit), this.engine.historyOf(kit), now_ms);
  }

  /** What was raised on every kit, as `historyOf`. */
  everything(): { kit: string; site: string; episode: Episode }[] {
    return this.journal.kits
      .all()
      .flatMap(({ code: kit, site }) => this.historyOf(kit).map((episode) => ({ kit, site, episode })));
  }

  /** What is open on a kit, raised or suspected, less what follows from something else that is. */
  openOf(kit: string): Episode[] {
    const open = this.engine.openOf(kit);
    return open.length === 0 ? open : this.shown(kit, open);
  }

  /** What was raised on a kit, ended or not, less what followed from something else. */
  historyOf(kit: string): Episode[] {
    const history = this.engine.historyOf(kit);
    return this.shown(kit, history);
  }

  /** Event time of a kit's newest reading, Unix time in ms, or undefined. */
  watermarkOf_ms(kit: string): number | undefined {
    return this.engine.watermarkOf_ms(kit);
  }

  private shown(kit: string, episodes: readonly Episode[]): Episode[] {
    const { engine } = this;
    return withoutConsequences(episodes, engine.historyOf(kit), engine.watermarkOf_ms(kit) ?? 0);
  }

  /** @returns the neighbourhoods that have to be folded again */
  private fold(report: JournalledReport): readonly string[] {
    const { kit, readings } = report;
    const facts: KitFacts = { kit: kit.code, site: neighbourhoodOf(kit), battery: kit.battery };
    return this.engine.fold(facts, { facts: factsOf(report), readings });
  }

  /** Readings came that are older than what can be judged anew: all is folded from the beginning, in the order of time. */
  private async foldAgain(neighbourhood: string): Promise<void> {
    this.engine.forget(neighbourhood);
    const reports: JournalledReport[] = [];
    for (const kit of this.journal.kits.all()) {
      if (neighbourhoodOf(kit) === neighbourhood) reports.push(...this.journal.readings.reportsOfKit(kit.id));
      await nextTurn();
    }
    for (const report of reports.toSorted((a, b) => oldest_ms(a) - oldest_ms(b))) this.fold(report);
  }
}

/** Kits that are each other's reference: those of a site that live in the same time. */
function neighbourhoodOf({ site, clock }: KitRecord): string {
  return clock === "sender" ? `${site} in its own time` : site;
}

function oldest_ms({ readings, received_ms }: JournalledReport): number {
  return readings.reduce((oldest, { time_ms }) => Math.min(oldest, time_ms), received_ms);
}

/** What a report says beside its readings, as the engine takes it. */
export function factsOf({ kit, received_ms, frame, readings }: JournalledReport): ReportFacts {
  const newest_ms = readings.reduce((newest, { time_ms }) => Math.max(newest, time_ms), Number.NEGATIVE_INFINITY);
  return {
    // whoever stamps its own time sends when it takes its newest reading
    sent_ms: kit.clock === "sender" && readings.length > 0 ? newest_ms : received_ms,
    received_ms,
    incarnation: frame.incarnation === NOT_MEASURED ? 0 : frame.incarnation,
    counters: frame.counters,
    events: frame.events,
    boots: frame.groups.map(({ boot, resetCause }) => [boot, resetCause] as const),
  };
}
