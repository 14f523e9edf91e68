import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import type { Finding } from "./finding";
import { isSilent, kitSilent, type Link } from "./silence/kitSilent";

/** The kits that are silent, by code. */
export function silentKits(journal: Journal, kits: readonly KitRecord[], now_ms: number): Map<string, Finding> {
  const states = new Map(journal.lastStates().map((state) => [state.kit, state]));
  const links = new Map<string, Link>();
  const silentAt = new Map<string, { kits: number; silent: number }>();
  for (const { code, site, clock } of kits) {
    const lastReceived_ms = states.get(code)?.lastReceived_ms;
    // only of a kit that may be silent it matters for how long somebody listened
    const isDue = lastReceived_ms !== undefined && clock === "server" && now_ms - lastReceived_ms >= 3600_000;
    const listened_ms = isDue ? journal.listening.total_ms(lastReceived_ms) : 0;
    const link: Link = { lastReceived_ms, listened_ms, ownClock: clock === "sender" };
    links.set(code, link);
    const at = silentAt.get(site) ?? { kits: 0, silent: 0 };
    silentAt.set(site, { kits: at.kits + 1, silent: at.silent + (isSilent(link) ? 1 : 0) });
  }
  const found = new Map<string, Finding>();
  for (const { code, site } of kits) {
    const row = states.get(code)?.row;
    const at = (column: Column) => {
      const value = row?.[column];
      return value === undefined || value === NOT_MEASURED ? null : value;
    };
    const voltage_mV = at(Column.BatteryVoltage_mV);
    const lastWord = {
      battery_V: voltage_mV === null ? null : voltage_mV / 1000,
      stateOfCharge_pct: at(Column.BatteryStateOfCharge_pct),
    };
    const counts = silentAt.get(site) as { kits: number; silent: number };
    const finding = kitSilent(links.get(code) as Link, lastWord, counts, now_ms);
    if (finding) found.set(code, finding);
  }
  return found;
}
