import type { FaultKind } from "@yeelen/shared/faults";
import { connectionStages } from "@yeelen/shared/vocabulary";
import { causeAfterReturn, type ToldAttempts } from "./afterReturn";
import type { CauseFound, Silence } from "./causes";
import { SILENT_ms } from "./kitSilent";
import { isNight, lastWordOf, type RecentReading } from "./lastWord";
import { isHeard, outagesBetween } from "./siteQuiet";
import { type LastWord, likelyCause } from "./whileSilent";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;

/** How many of its silences are looked back at. */
const PAST_SILENCES = 12;
/** How far back the readings are looked at that came last. */
const RECENT_ms = 3 * DAY_ms;

/** A report as far as silences go. */
export interface HeardReport {
  kit: string;
  site: string;
  received_ms: number;
  incarnation: number;
  /** The boot that sent it, or undefined. */
  boot: number | undefined;
  readings: readonly { time_ms: number; row: readonly number[] }[];
  /** As the report's frame has them. */
  attempts: readonly number[];
  /** When boots began that it speaks of, Unix time in ms. */
  bootTimes: ReadonlyMap<number, number>;
}

/** What is kept of a kit. All of it is sets, minima and maxima: any order of reports gives the same. */
interface KitLink {
  site: string;
  /** By hour in which reports came in: the first and the last of them, and the newest boot that was heard of. */
  heard: Map<number, { first_ms: number; last_ms: number; incarnation: number; boot: number | undefined }>;
  hours: number[];
  /** Hours in which the kit took readings. */
  readings: Set<number>;
  /** The newest reading of each hour of the last few days. */
  recent: Map<number, RecentReading>;
  /** What its readings said last before each of its silences that have ended. */
  lastWords: Map<number, LastWord>;
  firstHeard_ms: number;
  /** Spans of attempts, by incarnation, boot and first uptime; and when boots began. */
  spans: Map<string, { boot: string; stage: number; first_s: number; last_s: number; times: number }>;
  bootTimes: Map<string, number>;
}

/** Follows when kits are heard, and says why one is silent and why it was. */
export class SilenceLog {
  private readonly kits = new Map<string, KitLink>();

  /** @param kept_days what is older is forgotten */
  constructor(private readonly kept_days = 120) {}

  hear({ kit, site, received_ms, incarnation, boot, readings, attempts, bootTimes }: HeardReport): void {
    let link = this.kits.get(kit);
    if (!link) {
      link = {
        site,
        heard: new Map(),
        hours: [],
        readings: new Set(),
        recent: new Map(),
        lastWords: new Map(),
        firstHeard_ms: received_ms,
        spans: new Map(),
        bootTimes: new Map(),
      };
      this.kits.set(kit, link);
    }
    link.site = site;
    link.firstHeard_ms = Math.min(link.firstHeard_ms, received_ms);
    const last_ms = link.heard.get(link.hours.at(-1) as number)?.last_ms;
    if (last_ms !== undefined && received_ms - last_ms >= SILENT_ms)
      link.lastWords.set(last_ms, lastWordOf(link.recent.values(), last_ms));
    const hour = Math.floor(received_ms / HOUR_ms);
    const before = link.heard.get(hour);
    if (!before) {
      link.heard.set(hour, { first_ms: received_ms, last_ms: received_ms, incarnation, boot });
      link.hours.push(hour);
      if ((link.hours.at(-2) ?? 0) > hour) link.hours.sort((a, b) => a - b);
    } else {
      if (received_ms >= before.last_ms) Object.assign(before, { incarnation, boot });
      before.first_ms = Math.min(before.first_ms, received_ms);
      before.last_ms = Math.max(before.last_ms, received_ms);
    }
    for (const { time_ms, row } of readings) {
      const at = Math.floor(time_ms / HOUR_ms);
      link.readings.add(at);
      if (time_ms < received_ms - RECENT_ms) continue;
      const known = link.recent.get(at);
      if (!known || time_ms >= known.time_ms) link.recent.set(at, { time_ms, row, received_ms });
    }
    for (const [told, base_ms] of bootTimes) link.bootTimes.set(`${incarnation} ${told}`, base_ms);
    for (let i = 0; i < attempts.length; i += 5) {
      const [of, stage, first_s, last_s, times] = attempts.slice(i, i + 5) as [number, number, number, number, number];
      const key = `${incarnation} ${of} ${first_s}`;
      const known = link.spans.get(key);
      // a span that comes again may have grown
      if (!known || last_s >= known.last_s)
        link.spans.set(key, { boot: `${incarnation} ${of}`, stage, first_s, last_s, times });
    }
    if (!before) this.forget(link, received_ms - this.kept_days * DAY_ms, received_ms - RECENT_ms);
  }

  /** The silences of a day and more of a kit until a time, the oldest first; the last has no end where it goes on. */
  silencesOf(kit: string, now_ms: number): Silence[] {
    const link = this.kits.get(kit);
    if (!link) return [];
    const silences: Silence[] = [];
    let last: number | undefined;
    for (const hour of link.hours) {
      const { first_ms, last_ms } = link.heard.get(hour) as { first_ms: number; last_ms: number };
      if (first_ms > now_ms) break;
      if (last !== undefined && first_ms - last >= SILENT_ms) silences.push({ from_ms: last, to_ms: first_ms });
      last = last_ms;
    }
    if (last !== undefined && now_ms - last >= SILENT_ms) silences.push({ from_ms: last, to_ms: undefined });
    return silences;
  }

  /** Why a kit that was last heard at `from_ms` is silent now. What came in after `now_ms` is left out. */
  whileSilent(kit: string, from_ms: number, now_ms: number, openFaults: readonly FaultKind[]): CauseFound | undefined {
    const link = this.kits.get(kit);
    if (!link) return undefined;
    const others = this.othersOf(kit, link.site);
    const last = link.lastWords.get(from_ms) ?? lastWordOf(link.recent.values(), from_ms);
    const past = this.silencesOf(kit, from_ms).slice(-PAST_SILENCES);
    return likelyCause({
      from_ms,
      now_ms,
      others: others.length,
      heard: others.filter((hours) => isHeard(hours, hourOf(from_ms) + 1, hourOf(now_ms) + 1)).length,
      outages: outagesBetween(others, from_ms, now_ms),
      ...last,
      starts: startsBefore(link, from_ms),
      openFaults,
      past: past.flatMap((silence) => {
        const found = this.afterReturn(kit, silence);
        return found ? [{ cause: found.cause, ...silence, to_ms: silence.to_ms as number }] : [];
      }),
      handedOut_ms: link.firstHeard_ms,
    });
  }

  /** Why a kit was silent, or undefined where it has not returned. */
  afterReturn(kit: string, { from_ms, to_ms }: Silence): CauseFound | undefined {
    const link = this.kits.get(kit);
    if (!link || to_ms === undefined) return undefined;
    const before = link.heard.get(hourOf(from_ms));
    const after = link.heard.get(hourOf(to_ms));
    const isSame = before && after && before.incarnation === after.incarnation;
    const starts =
      isSame && before.boot !== undefined && after.boot !== undefined ? after.boot - before.boot : undefined;
    return causeAfterReturn({
      from_ms,
      to_ms,
      attempts: placed(link),
      hoursWithReadings: this.hoursWithReadings(kit, from_ms, to_ms),
      nightHoursWithReadings: this.hoursWithReadings(kit, from_ms, to_ms, isNight),
      daysWithReadings: daysIn(link.readings, from_ms, to_ms),
      starts,
      outages: outagesBetween(this.othersOf(kit, link.site), from_ms, to_ms),
    });
  }

  /** In how many of the hours between two times a kit took readings, as far as it has told. */
  hoursWithReadings(kit: string, from_ms: number, to_ms: number, counts = (_hour: number) => true): number {
    const readings = this.kits.get(kit)?.readings;
    let count = 0;
    for (let hour = hourOf(from_ms) + 1; hour < hourOf(to_ms); hour++) if (readings?.has(hour) && counts(hour)) count++;
    return count;
  }

  private othersOf(kit: string, site: string): number[][] {
    return [...this.kits].flatMap(([code, link]) => (code !== kit && link.site === site ? [link.hours] : []));
  }

  private forget(link: KitLink, before_ms: number, recentBefore_ms: number): void {
    for (const [hour, { time_ms }] of link.recent) if (time_ms < recentBefore_ms) link.recent.delete(hour);
    const oldest = Math.floor(before_ms / HOUR_ms);
    while (link.hours.length > 0 && (link.hours[0] as number) < oldest) link.heard.delete(link.hours.shift() as number);
    for (const [key, { boot, last_s }] of link.spans) {
      const base_ms = link.bootTimes.get(boot);
      if (base_ms !== undefined && base_ms + last_s * 1000 < before_ms) link.spans.delete(key);
    }
    for (const hour of link.readings) if (hour < oldest) link.readings.delete(hour);
    for (const from_ms of link.lastWords.keys()) if (from_ms < before_ms) link.lastWords.delete(from_ms);
  }
}

/** On how many days between two times there are readings. */
function daysIn(readings: ReadonlySet<number>, from_ms: number, to_ms: number): number {
  const days = new Set<number>();
  for (let hour = hourOf(from_ms) + 1; hour < hourOf(to_ms); hour++) {
    if (readings.has(hour)) days.add(Math.floor(hour / 24));
  }
  return days.size;
}

/** What a kit told of its attempts, as far as it is known when they were. */
function placed({ spans, bootTimes }: KitLink): ToldAttempts[] {
  return [...spans.values()].flatMap(({ boot, stage, first_s, last_s, times }) => {
    const base_ms = bootTimes.get(boot);
    const reached = connectionStages[stage];
    if (base_ms === undefined || reached === undefined) return [];
    return [{ reached, from_ms: base_ms + first_s * 1000, to_ms: base_ms + last_s * 1000, times }];
  });
}

/** How often a kit started on the two days before a time. */
function startsBefore(link: KitLink, from_ms: number): number {
  const recent = link.hours.filter((hour) => hour <= hourOf(from_ms) && hour > hourOf(from_ms) - 60);
  const last = link.heard.get(recent.at(-1) as number);
  const first = link.heard.get(recent[0] as number);
  if (!first || !last || first.incarnation !== last.incarnation) return 0;
  return first.boot === undefined || last.boot === undefined ? 0 : last.boot - first.boot;
}

function hourOf(time_ms: number): number {
  return Math.floor(time_ms / HOUR_ms);
}
