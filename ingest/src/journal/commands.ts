import type { CommandName, CommandValues } from "@yeelen/shared/answers";
import { commandNames } from "@yeelen/shared/vocabulary";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type Database from "libsql";

/** What a kit was told to do, as one revision: all values that last, and those that act once. */
export interface WantedCommands {
  revision: number;
  values: CommandValues;
  wanted_ms: number;
  /** When it was first part of an acknowledgement, or null. */
  offered_ms: number | null;
  /** When a report first said that the kit applies it, or null. */
  confirmed_ms: number | null;
  refused_ms: number | null;
}

/** As it stands in an acknowledgement. */
export type OfferedCommands = CommandValues & { revision: number };

/** Commands that act once: no later revision repeats them. */
const oneTime: readonly CommandName[] = ["lampTest", "restart"];

/** The light "your message was received". */
export const LIGHT_RECEIVED = 2;
/** How long that light is shown once the kit has it. Chosen: everybody in a household passes the kit within two days. */
const LIGHT_SHOWN_ms = 2 * 24 * 3600_000;

/** How many revisions of a kit are kept. */
const KEPT_REVISIONS = 50;
/** A kit that tells a higher revision than any server counts to is not followed. */
const HIGHEST_REVISION = 0x7fffffff;

/**
 * What kits are told to do. A revision is offered with every acknowledgement until a report
 * confirms it or the kit refuses it, over any number of restarts.
 */
export class CommandLog {
  private readonly ofKit;
  private readonly insert;
  private readonly told;
  private readonly offer;
  private readonly confirm;
  private readonly refuse;
  private readonly prune;

  constructor(database: Database.Database) {
    this.ofKit = database.prepare(`
      SELECT revision, wanted_ms, content, offered_ms, confirmed_ms, refused_ms FROM command
      WHERE kit = ? ORDER BY revision DESC LIMIT ?`);
    this.insert = database.prepare("INSERT INTO command (kit, revision, wanted_ms, content) VALUES (?, ?, ?, ?)");
    this.told = database.prepare("SELECT configuration FROM kit_state WHERE kit = ?");
    this.offer = database.prepare("UPDATE command SET offered_ms = ? WHERE kit = ? AND revision = ?");
    this.confirm = database.prepare(`
      UPDATE command SET confirmed_ms = ?
      WHERE kit = ? AND revision = ? AND offered_ms IS NOT NULL AND confirmed_ms IS NULL AND refused_ms IS NULL`);
    this.refuse = database.prepare(`
      UPDATE command SET refused_ms = :now WHERE kit = :kit AND confirmed_ms IS NULL AND refused_ms IS NULL
      AND revision = (SELECT max(revision) FROM command WHERE kit = :kit AND offered_ms IS NOT NULL)`);
    this.prune = database.prepare("DELETE FROM command WHERE kit = ? AND revision <= ? - ?");
  }

  /** The newest revisions of a kit, the newest first. */
  newest(kit: number, limit = KEPT_REVISIONS): WantedCommands[] {
    const rows = this.ofKit.all(kit, limit) as (Omit<WantedCommands, "values"> & { content: string })[];
    return rows.map(({ content, ...row }) => ({ ...row, values: JSON.parse(content) as CommandValues }));
  }

  /** The revision that a kit says it applies, or null where it never said. */
  configurationOf(kit: number): number | null {
    return (this.told.get(kit) as { configuration: number | null } | undefined)?.configuration ?? null;
  }

  /**
   * Wants something of a kit, beside all that lasts. What acts once and was never offered yet is
   * still wanted; what may have reached the kit is not asked for again. Part of a transaction.
   *
   * @param configuration the revision that the kit says it applies, or null where it never said
   * @returns the revision
   */
  want(kit: number, values: CommandValues, now_ms: number, configuration = this.configurationOf(kit)): number {
    const revisions = this.newest(kit);
    const [last] = revisions;
    const base = revisions.find(({ refused_ms }) => refused_ms === null);
    const carried = base === last && last?.offered_ms === null ? last.values : lasting(base?.values ?? {});
    const told = configuration ?? 0;
    const revision = 1 + Math.max(last?.revision ?? 0, told < HIGHEST_REVISION ? told : 0);
    this.insert.run(kit, revision, now_ms, JSON.stringify({ ...carried, ...values }));
    this.prune.run(kit, revision, KEPT_REVISIONS);
    return revision;
  }

  /**
   * Takes what a report says of its kit's commands, and gives what its acknowledgement is to say.
   * Part of the transaction that keeps the report.
   *
   * @param configuration the revision that the kit applies, or `NOT_MEASURED`
   * @param isRefused whether the report tells, for the first time, that commands were refused
   */
  answer(kit: number, configuration: number, isRefused: boolean, now_ms: number): OfferedCommands | undefined {
    if (!this.newest(kit, 1)[0]) return undefined;
    if (isRefused) this.refuse.run({ kit, now: now_ms });
    if (configuration !== NOT_MEASURED) this.confirm.run(now_ms, kit, configuration);
    let wanted = this.newest(kit, 1)[0] as WantedCommands;
    if (wanted.refused_ms === null && isForeign(configuration, wanted))
      wanted = this.again(kit, {}, now_ms, configuration);
    else if (this.hasLightBeenSeen(kit, wanted, now_ms)) wanted = this.again(kit, { light: 0 }, now_ms, configuration);
    const values = openValues(wanted, configuration);
    if (!values) return undefined;
    if (wanted.offered_ms === null) this.offer.run(now_ms, kit, wanted.revision);
    return { revision: wanted.revision, ...values };
  }

  private again(kit: number, values: CommandValues, now_ms: number, configuration: number): WantedCommands {
    this.want(kit, values, now_ms, configuration === NOT_MEASURED ? this.configurationOf(kit) : configuration);
    return this.newest(kit, 1)[0] as WantedCommands;
  }

  private hasLightBeenSeen(kit: number, wanted: WantedCommands, now_ms: number): boolean {
    if (wanted.values.light !== LIGHT_RECEIVED || wanted.confirmed_ms === null) return false;
    let since_ms = wanted.confirmed_ms;
    for (const { values, confirmed_ms } of this.newest(kit)) {
      if (values.light !== LIGHT_RECEIVED) break;
      since_ms = Math.min(since_ms, confirmed_ms ?? since_ms);
    }
    return now_ms - since_ms >= LIGHT_SHOWN_ms;
  }
}

/**
 * What a kit still has to hear of a revision, or undefined where there is nothing. A board that was
 * swapped for another one hears the lasting values again.
 *
 * @param configuration the revision that the kit applies; `NOT_MEASURED` or null where it does not say
 */
export function openValues(
  { revision, values, confirmed_ms, refused_ms }: WantedCommands,
  configuration: number | null,
): CommandValues | undefined {
  if (refused_ms !== null) return undefined;
  if (confirmed_ms === null) return values;
  if (configuration === null || configuration === NOT_MEASURED || configuration >= revision) return undefined;
  const left = lasting(values);
  return Object.keys(left).length > 0 ? left : undefined;
}

/** Whether a kit applies what another server, or a journal that was lost, wanted of it: it ignores lower revisions. */
function isForeign(configuration: number, { revision, offered_ms }: WantedCommands): boolean {
  if (configuration === NOT_MEASURED || configuration >= HIGHEST_REVISION) return false;
  return configuration > revision || (configuration === revision && offered_ms === null);
}

function lasting(values: CommandValues): CommandValues {
  return Object.fromEntries(
    commandNames
      .filter((name) => !oneTime.includes(name) && values[name] !== undefined)
      .map((name) => [name, values[name]]),
  );
}
