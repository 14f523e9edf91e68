import { setImmediate as nextTurn } from "node:timers/promises";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Journal } from "../journal/journal";
import type { JournalledReport } from "../journal/readings";
import type { Episode } from "./engine/episode";
import { FaultEngine } from "./engine/engine";
import type { ReportFacts } from "./engine/family";
import { families } from "./families";
import { withoutConsequences } from "./consequences";

/** How many reports are read before others get their turn. */
const REPORTS_PER_TURN = 200;

/** Follows the journal with the fault engine. What it knows follows from the journal alone. */
export class FaultFollower {
  private readonly engine = new FaultEngine(families);
  private position = 0;

  /** @param onReport is told each report once, in the order in which they were committed */
  constructor(
    private readonly journal: Journal,
    private readonly onReport?: (report: JournalledReport) => void,
  ) {}

  /** Takes in what is new in the journal, and judges. */
  async follow(): Promise<void> {
    const again = new Set<string>();
    for (;;) {
      const { reports, position } = this.journal.readings.reportsAfter(this.position, REPORTS_PER_TURN);
      if (position === this.position) break;
      for (const report of reports) {
        this.onReport?.(report);
        if (!again.has(report.kit.site) && !this.fold(report)) again.add(report.kit.site);
      }
      this.position = position;
      await nextTurn();
    }
    for (const site of again) await this.foldAgain(site);
    this.engine.judge();
  }

  /** What is open, raised or suspected, less what follows from something else that is. */
  visible(): { kit: string; site: string; episode: Episode }[] {
    return this.journal.kits.all().flatMap(({ code: kit, site }) =>
      withoutConsequences(this.engine.openOf(kit), this.engine.historyOf(kit)).map((episode) => ({
        kit,
        site,
        episode,
      })),
    );
  }

  private fold(report: JournalledReport): boolean {
    const { kit, readings } = report;
    return this.engine.fold(
      { kit: kit.code, site: kit.site, battery: kit.battery },
      { facts: factsOf(report), readings },
    );
  }

  /** Readings came that are older than what can be judged anew: the site is folded from the beginning, in the order of time. */
  private async foldAgain(site: string): Promise<void> {
    this.engine.forget(site);
    const reports: JournalledReport[] = [];
    for (const kit of this.journal.kits.all()) {
      if (kit.site === site) reports.push(...this.journal.readings.reportsOfKit(kit.id));
      await nextTurn();
    }
    const oldest = (report: JournalledReport) => report.readings[0]?.time_ms ?? report.received_ms;
    for (const report of reports.toSorted((a, b) => oldest(a) - oldest(b))) this.fold(report);
  }
}

function factsOf({ kit, received_ms, frame, readings }: JournalledReport): ReportFacts {
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
