import { happeningsByKit } from "../happenings/byKit";
import { type Happening, siteKinds } from "../happenings/kinds";
import { DAY_ms, MINUTES, SiteLife } from "../life/site";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import { firmwareBytecode } from "../vm/bytecode";
import { chooseExamples } from "./examples";
import { ExampleRecorder } from "./exampleRecorder";
import type { RunProgress } from "./intoFile";
import { FirmwareMember, LiveMember, NativeMember } from "./liveMember";
import { Pace } from "./pace";
import { RecordingBroker } from "./recordingBroker";
import { RecordingWriter } from "./recordingFile";
import { byArrival, ReportBatch, unpack } from "./reportBatch";
import { KIT_DAY_FIELDS, type RunSummary, writeKitDay } from "./summary";
import { SummaryBuilder } from "./summaryBuilder";

const MINUTE_ms = 60_000;

/** A real broker that the kits speak to. */
interface BrokerTarget {
  host: string;
  port: number;
  /** By kit; a kit without one signs in without a name. */
  secrets: ReadonlyMap<string, string>;
  /** Whether its receipts count as acknowledgements, see `MqttUplinkOptions`. */
  takesReceipts?: boolean;
}

export interface LiveRunOptions {
  plan: FleetPlan;
  /** A real broker with the kits' secrets, or a file (absent = nowhere). */
  into: BrokerTarget | { path?: string };
  /** Whether a kit runs the firmware's bytecode; the others decide natively. */
  runsFirmware: (kit: string) => boolean;
  /** Simulated seconds per second, or undefined for as fast as possible. */
  speed?: number;
  onProgress?: (progress: RunProgress) => void;
  /** Told, again and again, while the broker does not answer. */
  onOutage?: () => void;
  signal?: AbortSignal;
}

/**
 * A fleet that lives minute by minute in one thread: with real firmware, into a real broker, or to
 * be watched and interfered with while it runs.
 */
export class LiveRun {
  private readonly members = new Map<string, { member: LiveMember; happenings: Happening[] }>();
  private readonly sites = new Map<string, { life: SiteLife; happenings: Happening[] }>();
  private readonly batch = new ReportBatch();
  private readonly happenings: Happening[];
  private writer: RecordingWriter | undefined;
  private broker: RecordingBroker | undefined;
  private time_ms: number;
  private hasEnded = false;
  private recorders: ExampleRecorder[] = [];

  constructor(private readonly options: LiveRunOptions) {
    this.time_ms = options.plan.start_ms;
    // copies: a repair writes an end into them, and the plan is not ours
    this.happenings = options.plan.happenings.map((happening) => ({ ...happening }));
  }

  /** Simulated time. */
  now_ms(): number {
    return this.time_ms;
  }

  /** Everything that befalls the fleet, also what was injected. */
  allHappenings(): readonly Happening[] {
    return this.happenings;
  }

  /** Lives until the plan's last day is over or the signal aborts. */
  async run(): Promise<RunSummary> {
    const { plan, into, speed, signal, onProgress } = this.options;
    const began_ms = performance.now();
    const summary = new SummaryBuilder({ ...plan, happenings: this.happenings });
    // nobody waits for a server any more
    const leave = () => this.members.forEach(({ member }) => void member.stop());
    signal?.addEventListener("abort", leave);
    try {
      await this.settle();
      if (!("host" in into) && into.path !== undefined)
        this.writer = new RecordingWriter(into.path, { ...plan, happenings: this.happenings });
      // into a service, no reading may come from the future
      const pace = new Pace(speed, !("host" in into), signal);
      for (let day = 0; day < plan.days; day++) {
        const kitDays = await this.day(day, pace);
        summary.addDay(day, kitDays);
        await this.writeReports();
        onProgress?.({ days: day + 1, reports: this.reports() });
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener("abort", leave);
      this.hasEnded = true;
      await Promise.all([...this.members.values()].map(({ member }) => member.stop()));
      await this.broker?.stop();
    }
    await this.writeReports();
    await this.writer?.end();
    return summary.finish(
      (performance.now() - began_ms) / 1000,
      this.recorders.map(({ example }) => example),
    );
  }

  /**
   * Lets something happen from the next minute on.
   *
   * @returns what was made of it
   * @throws RangeError where there is no such kit or site
   */
  inject(happening: Omit<Happening, "onset_ms" | "site"> & { site?: string }): Happening {
    const kit = this.options.plan.kits.find((one) => one.kit === happening.kit);
    const site = kit?.site ?? happening.site;
    if (siteKinds.includes(happening.kind) !== (happening.kit === undefined)) {
      throw new RangeError(`${happening.kind} befalls ${happening.kit === undefined ? "a kit" : "a site"}`);
    }
    if (happening.kit !== undefined && !kit) throw new RangeError(`there is no kit ${happening.kit}`);
    if (!this.options.plan.sites.some(({ slug }) => slug === site) || site === undefined) {
      throw new RangeError(`there is no site ${site}`);
    }
    if (this.hasEnded) throw new RangeError("the simulation is over");
    const made: Happening = { ...happening, site, onset_ms: this.time_ms };
    this.happenings.push(made);
    if (made.kit === undefined) this.sites.get(site)?.happenings.push(made);
    for (const { kit: name, site: at } of this.options.plan.kits) {
      if (made.kit === undefined ? at === site : name === made.kit) this.change(name, made);
    }
    this.writer?.label(made);
    return made;
  }

  /** Ends what goes on of a kind, on a kit or at a site. Returns what was ended. */
  repair(where: { kit?: string; site?: string; kind: Happening["kind"] }): Happening[] {
    const ended = this.happenings.filter(
      ({ kind, kit, site, onset_ms, end_ms }) =>
        kind === where.kind &&
        (where.kit === undefined ? kit === undefined && site === where.site : kit === where.kit) &&
        onset_ms <= this.time_ms &&
        (end_ms === undefined || end_ms > this.time_ms),
    );
    for (const happening of ended) {
      happening.end_ms = this.time_ms;
      this.writer?.label(happening);
    }
    for (const { member } of this.members.values()) member.body.lookAgain();
    return ended;
  }

  private change(kit: string, happening: Happening): void {
    const entry = this.members.get(kit);
    entry?.happenings.push(happening);
    entry?.member.body.lookAgain();
  }

  /** Puts the fleet up. */
  private async settle(): Promise<void> {
    const { plan, into, runsFirmware, onOutage, signal } = this.options;
    for (const site of plan.sites) {
      const happenings = this.happenings.filter((one) => one.site === site.slug && one.kit === undefined);
      this.sites.set(site.slug, { happenings, life: new SiteLife(site, happenings, plan.seed, plan.start_ms) });
    }
    const isServer = "host" in into;
    const withFirmware = plan.kits.some(({ kit }) => runsFirmware(kit));
    const recordingPort = !isServer && withFirmware ? await this.listen() : 0;
    const bytecode = withFirmware ? firmwareBytecode() : undefined;
    const ofKit = happeningsByKit(this.happenings);
    this.recorders = chooseExamples(plan).map((window) => new ExampleRecorder(window));
    plan.kits.forEach((kit, index) => {
      const happenings = [...(ofKit.get(kit.kit) ?? []), ...(this.sites.get(kit.site)?.happenings ?? [])];
      const recorder = this.recorders.find(({ example }) => example.kit === kit.kit);
      const onReading = recorder && ((row: readonly number[], time_ms: number) => recorder.take(row, time_ms));
      const options = { fleet: plan, plan: kit, happenings, hasClock: isServer, onReading, signal };
      const secret = (isServer ? into.secrets.get(kit.kit) : undefined) ?? "";
      const server = isServer ? { ...into, secret, onOutage } : undefined;
      let member: LiveMember;
      if (bytecode && runsFirmware(kit.kit)) {
        member = new FirmwareMember(options, server ?? { host: "127.0.0.1", port: recordingPort, secret }, bytecode);
      } else {
        member = new NativeMember(
          options,
          server ?? { onReport: (report, received_ms) => this.keep(index, report, received_ms) },
        );
      }
      this.members.set(kit.kit, { member, happenings });
    });
  }

  /** A broker of our own for kits that run the firmware into a file. Returns its port. */
  private async listen(): Promise<number> {
    const { kits } = this.options.plan;
    const indexOf = new Map(kits.map(({ kit }, index) => [kit, index]));
    const memberOf = (kit: string) => this.members.get(kit)?.member as FirmwareMember;
    this.broker = new RecordingBroker(
      (kit, report, received_ms) => this.keep(indexOf.get(kit) ?? 0, report, received_ms),
      (kit) => memberOf(kit).now_ms(),
    );
    return await this.broker.start();
  }

  private keep(kit: number, report: Buffer, received_ms: number): void {
    this.batch.add(kit, report, received_ms);
  }

  private async writeReports(): Promise<void> {
    const reports = unpack(this.batch.take());
    await this.writer?.write(reports.toSorted(byArrival));
  }

  private reports(): number {
    let sum = 0;
    for (const { member } of this.members.values()) sum += member.counts().reports;
    return sum;
  }

  private lifeAt(kit: PlannedKit | undefined): SiteLife {
    return this.sites.get(kit?.site ?? "")?.life as SiteLife;
  }

  private async day(day: number, pace: Pace): Promise<Float32Array> {
    const { kits, start_ms } = this.options.plan;
    const lives = kits.map(({ kit }) => (this.members.get(kit) as { member: LiveMember }).member);
    for (let minute = 0; minute < MINUTES; minute++) {
      this.time_ms = start_ms + day * DAY_ms + minute * MINUTE_ms;
      await pace.until(this.time_ms, MINUTE_ms);
      this.options.signal?.throwIfAborted();
      // not before: what is injected while the day's first minute is waited for belongs to the day
      if (minute === 0) lives.forEach((member, k) => member.beginDay(this.lifeAt(kits[k]).dayOf(day)));
      const busy = lives.map((member) => member.minute(minute)).filter((one) => one !== undefined);
      // the minute is under way: what is injected from here on befalls the next one
      this.time_ms += MINUTE_ms;
      if (busy.length > 0) await Promise.all(busy);
    }
    const kitDays = new Float32Array(kits.length * KIT_DAY_FIELDS.length);
    lives.forEach((member, k) => {
      writeKitDay(kitDays, k, member.endDay());
    });
    return kitDays;
  }
}
