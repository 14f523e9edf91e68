import { setImmediate as nextTurn } from "node:timers/promises";
import { type Fault, severities } from "@yeelen/shared/faults";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import { batteryUndervoltage } from "./batteryUndervoltage";
import { KitDigest } from "./digest";
import type { Finding } from "./finding";
import { FaultFollower } from "./follower";
import { helpCalled } from "./help";
import { isSilent, kitSilent, type Link } from "./silence/kitSilent";

/** How many reports are read before others get their turn. */
const REPORTS_PER_TURN = 200;

/** How long an answer holds while no report comes in: silence grows by the hour. */
const ANSWER_HOLDS_ms = 10_000;

/**
 * Follows the journal and says which faults there are. It saves nothing: a restart reads the
 * journal again and ends in the same faults, whatever the order in which reports came.
 */
export class FaultWatch {
  private readonly digests = new Map<string, KitDigest>();
  /** Kits with late readings, whose digest has to be made again. */
  private readonly late = new Set<string>();
  private readonly follower: FaultFollower;
  private position = 0;
  private refreshing: Promise<void> | undefined;
  private answer: { faults: Fault[]; position: number; at_ms: number } | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {
    this.follower = new FaultFollower(journal);
  }

  /** The open faults and notices, the most severe and the newest first. */
  async faults(): Promise<Fault[]> {
    this.refreshing ??= this.refresh().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
    const now_ms = this.now();
    const { answer, position } = this;
    if (answer?.position !== position || now_ms - answer.at_ms >= ANSWER_HOLDS_ms) {
      this.answer = { faults: this.judge(), position, at_ms: now_ms };
    }
    const { faults } = this.answer as { faults: Fault[] };
    // calls for help are answered by people, who are to see at once that they did
    const calls = this.callsForHelp();
    return calls.length > 0 ? inOrder([...calls, ...faults]) : faults;
  }

  private judge(): Fault[] {
    const bySite = new Map<string, KitRecord[]>();
    for (const kit of this.journal.kits.all()) bySite.set(kit.site, [...(bySite.get(kit.site) ?? []), kit]);
    return inOrder([...[...bySite.values()].flatMap((kits) => this.faultsOfSite(kits)), ...this.faultsOfLamps()]);
  }

  private faultsOfLamps(): Fault[] {
    return this.follower.visible().flatMap(({ kit, site, episode }) => {
      const { kind, part, severity, evidence, chart, since_ms, raised_ms } = episode;
      if (raised_ms === undefined || !kind.startsWith("lamp-")) return [];
      const since = new Date(since_ms).toISOString();
      return [{ kit, site, kind, part, state: "raised", severity, since, evidence, ...(chart && { chart }) }];
    });
  }

  private callsForHelp(): Fault[] {
    const calling = new Set(this.journal.events.kitsThatCall());
    if (calling.size === 0) return [];
    return this.journal.kits.all().flatMap((kit) => {
      const found = calling.has(kit.id) ? helpCalled(this.journal.events.openCalls(kit.id)) : undefined;
      return found ? [faultOf(kit, found)] : [];
    });
  }

  /** Reads what is new in the journal. */
  private async refresh(): Promise<void> {
    const kits = new Map(this.journal.kits.all().map((kit) => [kit.code, kit]));
    for (;;) {
      const { readings, position } = this.journal.readings.after(this.position, REPORTS_PER_TURN);
      if (position === this.position) break;
      for (const reading of readings) {
        const kit = kits.get(reading.kit);
        if (kit && !this.late.has(kit.code) && !this.digestOf(kit).add(reading)) this.late.add(kit.code);
      }
      this.position = position;
      await nextTurn();
    }
    for (const code of this.late) {
      const kit = kits.get(code);
      if (kit) this.remake(kit);
      await nextTurn();
    }
    this.late.clear();
    await this.follower.follow();
  }

  private remake(kit: KitRecord): void {
    const digest = new KitDigest(kit.battery);
    for (const reading of this.journal.readings.ofKitBetween(kit.id, 0, Number.MAX_SAFE_INTEGER)) digest.add(reading);
    this.digests.set(kit.code, digest);
  }

  private digestOf(kit: KitRecord): KitDigest {
    let digest = this.digests.get(kit.code);
    if (!digest) {
      digest = new KitDigest(kit.battery);
      this.digests.set(kit.code, digest);
    }
    return digest;
  }

  private faultsOfSite(kits: readonly KitRecord[]): Fault[] {
    const links = new Map(kits.map((kit) => [kit.code, this.linkOf(kit)]));
    const site = { kits: kits.length, silent: [...links.values()].filter(isSilent).length };
    return kits.flatMap((kit) => {
      const digest = this.digests.get(kit.code);
      const low = digest && batteryUndervoltage(digest.undervoltage, kit.battery);
      const silent = kitSilent(links.get(kit.code) as Link, lastWordOf(digest), site, this.now());
      const found = [low, silent].filter((finding) => finding !== undefined);
      return found.map((finding) => faultOf(kit, finding));
    });
  }

  private linkOf(kit: KitRecord): Link {
    const lastReceived_ms = this.journal.lastReceived_ms(kit.id);
    return {
      lastReceived_ms,
      listened_ms: lastReceived_ms === undefined ? 0 : this.journal.listening.total_ms(lastReceived_ms),
      ownClock: kit.clock === "sender",
    };
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

function faultOf(kit: KitRecord, { since_ms, ...finding }: Finding): Fault {
  return { kit: kit.code, site: kit.site, ...finding, state: "raised", since: new Date(since_ms).toISOString() };
}

function lastWordOf(digest: KitDigest | undefined) {
  const at = (column: Column) => {
    const value = digest?.newest?.row[column];
    return value === undefined || value === NOT_MEASURED ? null : value;
  };
  const voltage_mV = at(Column.BatteryVoltage_mV);
  return {
    battery_V: voltage_mV === null ? null : voltage_mV / 1000,
    stateOfCharge_pct: at(Column.BatteryStateOfCharge_pct),
  };
}
