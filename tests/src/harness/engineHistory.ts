import type { Episode } from "@yeelen/ingest/faults/engine/episode";
import { FaultEngine } from "@yeelen/ingest/faults/engine/engine";
import { families } from "@yeelen/ingest/faults/families";
import { Column } from "@yeelen/shared/wire/columns";
import type { Recording } from "@yeelen/simulator/replay/recording";

const READINGS_PER_REPORT = 24;

/**
 * What the fault engine finds in a recording, ended or not, judged day by day as the readings come in: a fault that shows
 * only for a while is there as well.
 */
export function historyOf({ site, kits }: Recording): (Episode & { kit: string })[] {
  const engine = new FaultEngine(families);
  const shown = new Map<string, Episode & { kit: string }>();
  const reports = kits.flatMap((kit) => {
    const parts = Array.from(
      { length: Math.ceil(kit.rows.length / READINGS_PER_REPORT) },
      (_, i) => i * READINGS_PER_REPORT,
    );
    return parts.map((from) => ({ kit, from, to: Math.min(from + READINGS_PER_REPORT, kit.rows.length) }));
  });
  const sentAt_ms = ({ kit, to }: (typeof reports)[number]) => (kit.times_s[to - 1] as number) * 1000;
  for (const report of reports.toSorted((a, b) => sentAt_ms(a) - sentAt_ms(b))) {
    const { kit, from, to } = report;
    const { kitId, battery } = kit;
    const readings = kit.rows.slice(from, to).map((row, i) => {
      const sequence = kit.sequences[from + i] as number;
      const time_ms = (kit.times_s[from + i] as number) * 1000;
      const whole = row.slice();
      whole[Column.Sequence] = sequence;
      whole[Column.Time] = time_ms;
      return {
        kit: kitId,
        site,
        incarnation: 1,
        sequence,
        time_ms,
        estimated: false,
        late: false,
        row: whole,
        boot: 1,
      };
    });
    const sent_ms = sentAt_ms(report);
    const facts = { sent_ms, received_ms: sent_ms, incarnation: 1, counters: [], events: [], boots: [] };
    engine.fold({ kit: kitId, site, battery }, { facts, readings });
    engine.judge();
    for (const one of kits) {
      for (const episode of engine.openOf(one.kitId)) {
        if (episode.raised_ms === undefined) continue;
        shown.set(`${one.kitId} ${episode.kind} ${episode.part} ${episode.raised_ms}`, { ...episode, kit: one.kitId });
      }
    }
  }
  return [...shown.values()];
}
