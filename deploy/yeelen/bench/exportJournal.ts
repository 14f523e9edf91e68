import { randomBytes } from "node:crypto";
import { Intake, type Message } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import { type FleetSize, normalHouseholds, siteOf } from "@yeelen/simulator/bench/fleet";
import { KitLife } from "@yeelen/simulator/life/kitLife";
import pino from "pino";

/** Reports are sent four times a day, 24 readings each: what most kits with a steady phone do. */
const UPLOAD_s = 21_600;
/** How many reports wait for the disk together. */
const REPORTS_TOGETHER = 500;

/**
 * Makes a journal in `directory` from the reports of simulated households, taken in as the service
 * takes them in, by the clock of the simulation.
 *
 * @returns how many readings it holds
 */
export function makeJournal(directory: string, size: FleetSize, onKit: () => void): number {
  const plan = normalHouseholds(size, UPLOAD_s, "always");
  const journal = Journal.open(directory);
  const intake = new Intake(journal, pino({ level: "silent" }));
  let waiting: Message[] = [];
  const takeIn = () => {
    const refused = intake.commit(waiting).find((answer) => answer instanceof Error);
    if (refused) throw refused;
    waiting = [];
  };
  try {
    journal.transaction(() => {
      for (const { kit, site } of plan.kits) {
        const record = {
          code: kit,
          site,
          clock: "server",
          battery: "lifepo4-4s",
          secretHash: randomBytes(32),
        } as const;
        journal.kits.add(record, plan.start_ms);
      }
    });
    for (const planned of plan.kits) {
      const record = journal.kits.find(planned.kit) as KitRecord;
      const life = new KitLife({
        fleet: plan,
        plan: planned,
        happenings: [],
        onReport: (report, received_ms) => {
          waiting.push({ kit: record, form: "binary", bytes: Buffer.from(report), received_ms });
        },
      });
      const site = siteOf(plan, planned);
      for (let day = 0; day < plan.days; day++) life.day(site.dayOf(day));
      if (waiting.length >= REPORTS_TOGETHER) takeIn();
      onKit();
    }
    takeIn();
    return journal.kitSummaries().reduce((sum, { readings }) => sum + readings, 0);
  } finally {
    journal.close();
  }
}
