import { amountOf } from "../happenings/apply";
import type { Happening, HappeningKind, Part } from "../happenings/kinds";
import type { LiveRun } from "../run/liveRun";
import type { FleetPlan } from "../scenario/plan";
import { hint } from "../scenario/problems";
import { happeningAskedSchema, kindNamed, type Owner, ownerNamed, readAsked, repairAskedSchema } from "./asked";
import { type KindView, kindViews } from "./kindViews";
import { Refusal } from "./refusal";

const DAY_ms = 86_400_000;

/** Something that goes on, or went on, as it is shown. */
export interface HappeningView {
  kind: HappeningKind;
  site: string;
  kit?: string;
  part: Part;
  since: string;
  /** Absent while it goes on, unless it is known when it will end by itself or be repaired. */
  until?: string;
  severity: number;
  course_h: number;
  /** The severity that it has reached by now. */
  reached: number;
}

/** All that there is to know of a running simulation. */
export interface ControlState {
  scenario: string;
  /** Simulated time. */
  time: string;
  /** The day that is lived through, from 1 on, and how many there will be. */
  day: number;
  days: number;
  sites: { site: string; name: string; region: string; kits: number }[];
  kits: { kit: string; site: string; battery: string; household: string }[];
  kinds: readonly KindView[];
  happenings: HappeningView[];
}

/** What can be asked of a running simulation, whoever asks: the console or the page. */
export class Commands {
  constructor(
    private readonly run: LiveRun,
    readonly plan: FleetPlan,
  ) {}

  state(): ControlState {
    const { name, start_ms, days, sites, kits } = this.plan;
    const now_ms = this.run.now_ms();
    return {
      scenario: name,
      time: isoOf(now_ms),
      day: Math.min(days, Math.floor((now_ms - start_ms) / DAY_ms) + 1),
      days,
      sites: sites.map(({ slug, name, region }) => ({
        site: slug,
        name,
        region,
        kits: kits.filter(({ site }) => site === slug).length,
      })),
      kits: kits.map(({ kit, site, type, household }) => ({ kit, site, battery: type.battery, household })),
      kinds: kindViews,
      happenings: this.goingOn(),
    };
  }

  /** What goes on now, in the order in which it began. */
  goingOn(): HappeningView[] {
    const now_ms = this.run.now_ms();
    return this.run
      .allHappenings()
      .filter(({ onset_ms, end_ms }) => onset_ms <= now_ms && (end_ms === undefined || end_ms > now_ms))
      .filter(({ kind }) => !viewOf(kind).isOverAtOnce)
      .toSorted((a, b) => a.onset_ms - b.onset_ms)
      .map((happening) => this.view(happening));
  }

  /**
   * Lets something happen from now on, until somebody repairs it. What is left out is plain: the
   * kind's first part, the highest severity, at once.
   *
   * @param raw `{ kit | site, kind, part?, severity?, course_h? }`
   * @throws Refusal where that cannot be
   */
  letHappen(raw: unknown): HappeningView {
    const asked = readAsked(happeningAskedSchema, raw);
    const kind = kindNamed(asked.kind);
    const owner = ownerNamed(asked, kind, this.plan);
    const part = partNamed(asked.part, kind);
    const { severity = 1, course_h = 0 } = asked;
    if (viewOf(kind).isAllOrNothing && (severity < 1 || course_h > 0)) {
      throw new Refusal(`${kind} is all or nothing: it has no severity below 1, and no course`);
    }
    const already = this.goingOn().find((one) => one.kind === kind && one.part === part && isOf(one, owner));
    if (already) {
      throw new Refusal(
        `${kind} of ${part} goes on at ${owner.kit ?? owner.site} already, since ${already.since}: repair it first`,
        409,
      );
    }
    try {
      return this.view(this.run.inject({ kind, part, severity, course_h, ...owner }));
    } catch (error) {
      // kit and site are those of the plan, so it is the time that is wrong
      if (error instanceof RangeError) throw new Refusal(error.message, 409);
      throw error;
    }
  }

  /**
   * Ends what goes on of a kind, whichever part it befell.
   *
   * @param raw `{ kit | site, kind }`
   * @returns what was ended, one or more
   * @throws Refusal where there is nothing to end
   */
  repair(raw: unknown): HappeningView[] {
    const asked = readAsked(repairAskedSchema, raw);
    const kind = kindNamed(asked.kind);
    const owner = ownerNamed(asked, kind, this.plan);
    const name = owner.kit ?? owner.site;
    if (viewOf(kind).isOverAtOnce)
      throw new Refusal(`${kind} is over as soon as it has happened: nothing to repair`, 409);
    const there = this.goingOn().filter((one) => isOf(one, owner));
    if (!there.some((one) => one.kind === kind)) {
      const others = [...new Set(there.map((one) => one.kind))].join(", ");
      throw new Refusal(`no ${kind} goes on at ${name}: there is ${others || "nothing to repair"}`, 409);
    }
    const where = owner.kit === undefined ? { site: owner.site } : { kit: owner.kit };
    return this.run.repair({ ...where, kind }).map((happening) => this.view(happening));
  }

  private view(happening: Happening): HappeningView {
    const { kind, site, kit, part, onset_ms, end_ms, severity, course_h } = happening;
    return {
      kind,
      site,
      ...(kit !== undefined && { kit }),
      part,
      since: isoOf(onset_ms),
      ...(end_ms !== undefined && { until: isoOf(end_ms) }),
      severity,
      course_h,
      reached: Math.round(amountOf(happening, this.run.now_ms()) * 1000) / 1000,
    };
  }
}

/** What is known of a kind. */
export function viewOf(kind: HappeningKind): KindView {
  return kindViews.find((one) => one.kind === kind) as KindView;
}

function partNamed(name: string | undefined, kind: HappeningKind): Part {
  const { parts } = viewOf(kind);
  const part = name === undefined ? parts[0] : parts.find((one) => one === name.toLowerCase());
  if (part === undefined) throw new Refusal(`${kind} befalls ${parts.join(", ")}${hint(name ?? "", parts)}`);
  return part;
}

function isOf(happening: HappeningView, owner: Owner): boolean {
  return happening.kit === owner.kit && happening.site === owner.site;
}

/** To the minute, as everything in a simulation. */
function isoOf(time_ms: number): string {
  return `${new Date(time_ms).toISOString().slice(0, 16)}Z`;
}
