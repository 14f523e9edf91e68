import { type Fault, severities } from "@yeelen/shared/faults";
import type { FoldFile } from "../journal/foldFile";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import type { Episode } from "./engine/episode";
import type { Finding } from "./finding";
import { FaultFollower } from "./follower";
import { helpCalled } from "./help";
import { markOf, stateOf } from "./lifecycle";
import { reportedBy } from "./reported";
import { SilenceReader } from "./silence/silenceReader";
import { silentKits } from "./silentKits";

/** How long an answer holds while no report comes in: silence grows by the hour. */
const ANSWER_HOLDS_ms = 10_000;
/** How often what is new is taken in where nobody asks, and for how many times as long as that takes it rests. */
const FOLLOW_EVERY_ms = 30_000;
const REST = 9;
/** How often what was found is kept. */
const SAVE_EVERY_ms = 10 * 60_000;

/**
 * Says which faults there are: those that readings show, calls for help, silent kits, and what people told. What
 * readings show follows from the journal, whatever the order in which reports came; what people say of it is in the
 * journal too.
 */
export class FaultWatch {
  private readonly follower: FaultFollower;
  private readonly silences: SilenceReader;
  private working: Promise<void> | undefined;
  private answer: { faults: Fault[]; of: string; at_ms: number } | undefined;
  private timers: NodeJS.Timeout[] = [];

  /** @param file where what was found is kept; without it every watch reads the journal from the beginning */
  constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
    file?: FoldFile,
  ) {
    this.silences = new SilenceReader(journal);
    this.follower = new FaultFollower(journal, (report) => this.silences.hear(report), file);
  }

  /** Takes in what is new from time to time, so that whoever asks has an answer at once. */
  start(): void {
    const follow = setInterval(() => void this.alone(async () => await this.follower.follow(REST)), FOLLOW_EVERY_ms);
    const save = setInterval(() => void this.alone(async () => void (await this.follower.save())), SAVE_EVERY_ms);
    this.timers = [follow, save];
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.follower.interrupt();
    while (this.working) await this.working;
    await this.follower.save();
  }

  /** The open faults and notices, the most severe and the newest first; nothing that is only suspected. */
  async faults(): Promise<Fault[]> {
    await this.alone(async () => await this.follower.follow());
    const now_ms = this.now();
    // what people say counts at once; silence grows by the hour
    const of = `${this.follower.position} ${this.journal.changes()}`;
    const { answer } = this;
    const isFresh = answer?.of === of && Math.abs(now_ms - answer.at_ms) < ANSWER_HOLDS_ms;
    if (!isFresh) this.answer = { faults: inOrder(this.judge(now_ms)), of, at_ms: now_ms };
    return (this.answer as { faults: Fault[] }).faults;
  }

  /** What a kit has and had, suspected or raised, the newest first; undefined where there is no such kit. */
  async historyOf(code: string): Promise<Fault[] | undefined> {
    await this.alone(async () => await this.follower.follow());
    const kit = this.journal.kits.find(code);
    if (!kit) return undefined;
    const suspected = this.follower.openOf(code).filter(({ raised_ms }) => raised_ms === undefined);
    const raised = this.follower.historyOf(code);
    return [...raised, ...suspected].map((episode) => this.faultOf(kit, episode)).toReversed();
  }

  private judge(now_ms: number): Fault[] {
    const { journal, follower } = this;
    const kits = journal.kits.all();
    const byId = journal.kits.byId();
    const calling = new Set(journal.events.kitsThatCall());
    const silent = silentKits(journal, kits, now_ms, (kit, from_ms) => {
      const open = follower.openOf(kit.code).filter(({ raised_ms }) => raised_ms !== undefined);
      return this.silences.causeOf(
        kit,
        from_ms,
        now_ms,
        open.map(({ kind }) => kind),
      );
    });
    const told = journal.marks.openReports().flatMap((report) => {
      const kit = byId.get(report.kit);
      return kit ? [this.plain(kit, reportedBy(report))] : [];
    });
    const found = kits.flatMap((kit) => {
      const faults = follower
        .shownOf(kit.code, now_ms)
        .filter(({ raised_ms }) => raised_ms !== undefined)
        .map((episode) => this.faultOf(kit, episode));
      const call = calling.has(kit.id) ? helpCalled(journal.events.openCalls(kit.id)) : undefined;
      const silence = silent.get(kit.code);
      if (call) faults.push(this.plain(kit, call));
      if (silence) faults.push(this.plain(kit, silence));
      return faults;
    });
    return [...told, ...found];
  }

  /** A fault that is no matter of readings: it stands as long as it is found. */
  private plain(kit: KitRecord, { kind, part, ...finding }: Finding): Fault {
    return this.faultOf(kit, { ...finding, kind, part, raised_ms: finding.since_ms, cleared_ms: undefined });
  }

  private faultOf(kit: KitRecord, episode: Episode): Fault {
    const { kind, part, severity, since_ms, raised_ms, cleared_ms, evidence, chart } = episode;
    const newest = this.journal.marks.newestOf(kit.id, kind, part);
    const watermark_ms = this.follower.watermarkOf_ms(kit.code);
    const state = stateOf({ since_ms, raised_ms, cleared_ms, watermark_ms }, newest, this.now());
    const until_ms = state === "snoozed" ? markOf({ since_ms }, newest)?.until_ms : undefined;
    return {
      kit: kit.code,
      site: kit.site,
      kind,
      part,
      state,
      severity,
      since: iso(since_ms),
      ...(cleared_ms !== undefined && { cleared: iso(cleared_ms) }),
      ...(until_ms && { until: iso(until_ms) }),
      evidence,
      ...(chart && { chart }),
    };
  }

  /** One piece of work after the other: who asks while another is answered waits for that one. */
  private async alone(work: () => Promise<void>): Promise<void> {
    const before = this.working;
    const mine = (async () => {
      await before?.catch(() => undefined);
      await work();
    })();
    this.working = mine;
    try {
      await mine;
    } finally {
      if (this.working === mine) this.working = undefined;
    }
  }
}

/** The most severe first, and the newest of these. */
function inOrder(faults: Fault[]): Fault[] {
  return faults.toSorted(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      b.since.localeCompare(a.since) ||
      a.kit.localeCompare(b.kit) ||
      a.part.localeCompare(b.part),
  );
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString();
}
