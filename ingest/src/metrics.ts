import type { ServiceStatus } from "@yeelen/shared/answers";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { KitStates } from "./api/kitStates";

/** From a commit alone on a fast disk to one behind a disk that stalls. */
const TIMES_s = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** From a kit alone to the most that is committed together. */
const COMMIT_SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** What is read when somebody asks for the metrics. */
export interface Snapshot {
  status: ServiceStatus;
  waiting: number;
  unanswered: number;
  free_bytes: number;
  exportLag: { reports: number; seconds: number } | null;
  kits: KitStates;
}

let processRegistry: Registry | undefined;

/** CPU, memory, garbage collection, event loop: of the process, so that services that share one share these. */
function ofProcess(): Registry {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}

/**
 * What Prometheus is told. Counts and gauges are read off the service when they are asked for; only
 * the histograms are fed as things happen. No label has more values than there are reasons: never a
 * kit, never an address.
 */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly process = ofProcess();
  private readonly commitReports = new Histogram({
    name: "yeelen_commit_reports",
    help: "Messages that were committed to the journal together",
    buckets: COMMIT_SIZES,
    registers: this.registers,
  });
  private readonly commitSeconds = new Histogram({
    name: "yeelen_commit_seconds",
    help: "Time of a commit to the journal, sync with the disk included",
    buckets: TIMES_s,
    registers: this.registers,
  });
  private readonly acknowledgementSeconds = new Histogram({
    name: "yeelen_acknowledgement_seconds",
    help: "Time from receipt to acknowledgement of the message of each commit that waited longest",
    buckets: TIMES_s,
    registers: this.registers,
  });

  /** @param read what the service knows now; called for each request */
  constructor(private readonly read: () => Promise<Snapshot>) {}

  /** A commit of so many messages took so long. */
  observeCommit(reports: number, seconds: number): void {
    this.commitReports.observe(reports);
    this.commitSeconds.observe(seconds);
  }

  /** The first message of a commit was acknowledged so long after it came in. */
  observeAcknowledgement(seconds: number): void {
    this.acknowledgementSeconds.observe(seconds);
  }

  /** All metrics in the text format of Prometheus. */
  async text(): Promise<string> {
    const now = nowOf(await this.read());
    return [await this.registry.metrics(), await now.metrics(), await this.process.metrics()].join("\n");
  }
}

/** The metrics that are not fed but read. */
function nowOf({ status, waiting, unanswered, free_bytes, exportLag, kits }: Snapshot): Registry {
  const registers = [new Registry()];
  const gauge = (name: string, help: string, value: number) => new Gauge({ name, help, registers }).set(value);
  const counter = (name: string, help: string, value: number) => new Counter({ name, help, registers }).inc(value);
  const byReason = (name: string, help: string, counts: Readonly<Record<string, number>>) => {
    const metric = new Counter({ name, help, labelNames: ["reason"], registers });
    for (const [reason, count] of Object.entries(counts)) metric.inc({ reason }, count);
  };
  const { intake, mqtt, journal } = status;

  const info = { name: "yeelen_info", help: "1, with the version of the service", labelNames: ["version"], registers };
  new Gauge(info).set({ version: status.version }, 1);
  gauge("yeelen_connections", "Clients that are connected to the MQTT broker", mqtt.connections);
  gauge("yeelen_waiting_messages", "Messages that came in and are not answered yet", waiting);
  counter("yeelen_unanswered_messages_total", "Messages that could not be committed and will come again", unanswered);
  counter("yeelen_reports_total", "Reports that were taken", intake.reports);
  counter("yeelen_readings_total", "Readings that were new and are kept", intake.readings);
  counter("yeelen_readings_repeated_total", "Readings that came again and were counted once", intake.repeated);
  counter("yeelen_quarantined_total", "Messages, or parts of them, that were put aside", intake.quarantined);
  byReason("yeelen_reports_refused_total", "Reports that were refused", intake.refused);
  byReason("yeelen_broker_refusals_total", "Connections and packets that the broker turned away", status.refused);

  gauge("yeelen_journal_bytes", "Size of the journal's files", journal.bytes);
  gauge(
    "yeelen_journal_failing",
    "1 while the journal takes no commits and no kit is answered",
    Number(!!journal.error),
  );
  gauge("yeelen_data_free_bytes", "Free space for the service where the data directory lies", free_bytes);

  if (status.export && exportLag) {
    counter("yeelen_export_points_total", "Points that InfluxDB has taken", status.export.points);
    gauge("yeelen_export_failing", "1 while InfluxDB does not take points", Number(status.export.error !== null));
    gauge("yeelen_export_lag_reports", "Reports in the journal that InfluxDB does not have yet", exportLag.reports);
    gauge("yeelen_export_lag_seconds", "Age of the oldest report that InfluxDB does not have yet", exportLag.seconds);
  }

  if (status.broker) {
    gauge(
      "yeelen_external_broker_connected",
      "1 while the external broker that reports are taken from is connected",
      Number(status.broker.connected),
    );
  }

  const states = new Gauge({ name: "yeelen_kits", help: "Registered kits", labelNames: ["state"], registers });
  for (const [state, count] of Object.entries(kits)) states.set({ state }, count);
  return registers[0] as Registry;
}
