import type { CommandsView, KitDetail, KitView } from "@yeelen/shared/answers";
import type { Reading } from "@yeelen/shared/reading";
import { readingOfRow } from "@yeelen/shared/reportFrame";
import { Column, GroupClock } from "@yeelen/shared/wire/columns";
import { openValues, type WantedCommands } from "../journal/commands";
import type { Journal, KitSummary } from "../journal/journal";
import type { KitRecord } from "../journal/kits";

/** How many revisions, events and reports of a kit are shown. */
const SHOWN = 10;

/** A kit in the list of kits. */
export function kitView(journal: Journal, kit: KitSummary): KitView {
  const [newest] = journal.commands.newest(kit.id, 1);
  const commands = newest && commandsView(newest, kit.configuration, true);
  return {
    kit: kit.code,
    site: kit.site,
    readings: kit.readings,
    lastSeen: isoOrNull(kit.lastReceived_ms),
    newestReading: isoOrNull(kit.watermark_ms),
    firmware: kit.firmware,
    gaps: kit.gaps,
    thinned: kit.thinned,
    pending: commands?.state === "pending" ? commands : null,
  };
}

/** All that is known of a kit. */
export function kitDetail(journal: Journal, summary: KitSummary, { clock, battery }: KitRecord): KitDetail {
  const { id, configuration } = summary;
  return {
    ...kitView(journal, summary),
    clock,
    battery,
    wifiRssi_dBm: summary.wifi_rssi_dBm,
    newest: newestReading(journal, summary),
    configuration,
    commands: journal.commands.newest(id, SHOWN).map((wanted, i) => commandsView(wanted, configuration, i === 0)),
    events: journal.events
      .newest(id, SHOWN)
      .map(({ kind, time_ms, received_ms }) => ({ kind, time: iso(time_ms ?? received_ms) }))
      .toSorted((a, b) => b.time.localeCompare(a.time)),
    attempts: journal.attempts.newest(id).map(({ reached, from_ms, to_ms, times, received_ms }) => ({
      reached,
      from: isoOrNull(from_ms),
      to: isoOrNull(to_ms),
      times,
      told: iso(received_ms),
    })),
    reports: journal.readings.newestReports(id, SHOWN).map(({ received_ms, readings, size_bytes }) => ({
      received: iso(received_ms),
      readings,
      bytes: size_bytes,
    })),
  };
}

function newestReading(journal: Journal, { id, watermark_ms }: KitSummary): Reading | null {
  if (watermark_ms === null) return null;
  const reading = journal.readings.ofKitBetween(id, watermark_ms, watermark_ms + 1).at(-1);
  if (!reading) return null;
  return readingOfRow(reading.row.with(Column.Time, reading.time_ms), GroupClock.Time_ms);
}

function commandsView(wanted: WantedCommands, configuration: number | null, isNewest: boolean): CommandsView {
  const { revision, values, wanted_ms, confirmed_ms, refused_ms } = wanted;
  const isOpen = isNewest && openValues(wanted, configuration) !== undefined;
  let state: CommandsView["state"] = isOpen ? "pending" : "replaced";
  if (refused_ms !== null) state = "refused";
  else if (confirmed_ms !== null && !isOpen) state = "confirmed";
  return {
    revision,
    values,
    wanted: iso(wanted_ms),
    state,
    answered: isoOrNull(refused_ms ?? confirmed_ms),
  };
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString();
}

function isoOrNull(time_ms: number | null): string | null {
  return time_ms === null ? null : iso(time_ms);
}
