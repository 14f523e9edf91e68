import type { BrokerRefusal } from "../broker/refusals";
import type { ExportStatus } from "../export/exporter";
import type { IntakeCounts } from "../intake/intake";

/** How the service itself is doing. */
export interface ServiceStatus {
  version: string;
  /** Tells a running service from another one that took its port. */
  instance: string;
  demo: boolean;
  /** What to look at, in a demonstration. */
  hint: string | null;
  startedAt: string;
  mqtt: { port: number; connections: number };
  intake: IntakeCounts;
  /** What the broker turned away, by reason. */
  refused: Partial<Record<BrokerRefusal, number>>;
  /** The way to InfluxDB, or null where there is none. */
  export: ExportStatus | null;
}
