import { Journal } from "@yeelen/ingest/journal/journal";
import { Column } from "@yeelen/shared/wire/columns";

/** Every reading in the journal of a data directory: which one it is → when it was taken and what it says. */
export function journalled(data: string): Map<string, string> {
  const journal = Journal.open(data);
  try {
    const { readings } = journal.readings.after(0, Number.MAX_SAFE_INTEGER);
    return new Map(
      readings.map(({ kit, incarnation, sequence, time_ms, row }) => [
        `${kit} ${incarnation} ${sequence}`,
        `${new Date(time_ms).toISOString()} ${row.slice(Column.BatteryVoltage_mV).join(" ")}`,
      ]),
    );
  } finally {
    journal.close();
  }
}

/** How many messages a data directory holds in quarantine. */
export function quarantined(data: string): number {
  const journal = Journal.open(data);
  try {
    return journal.quarantine.count();
  } finally {
    journal.close();
  }
}
