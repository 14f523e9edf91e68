import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type InfluxSettings } from "@yeelen/ingest/config/config";
import { Exporter } from "@yeelen/ingest/export/exporter";
import { Intake, type Message } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import pino from "pino";

/** Readings of a report: a quarter of a day. */
const PER_REPORT = 24;
const INTERVAL_ms = 900_000;
const START_ms = Date.UTC(2026, 5, 1);

/** A journal that readings are put into, and the exporter that brings them to a server, as the service has them. */
export class ExportRig {
  readonly data = mkdtempSync(join(tmpdir(), "yeelen-export-"));
  /** How many readings the journal holds. */
  readings = 0;
  /** Messages of the log. */
  readonly said: string[] = [];
  private readonly journal = Journal.open(this.data);
  private readonly log = pino({ level: "info" }, { write: (line) => this.said.push(JSON.parse(line).msg) });
  private readonly intake = new Intake(this.journal, this.log);
  private exporter: Exporter | undefined;

  /** @param prefix what the kits' codes begin with */
  constructor(
    private readonly kits = 4,
    private readonly prefix = "kit",
  ) {
    for (let i = 0; i < kits; i++) {
      const secretHash = Buffer.alloc(32);
      this.journal.kits.add(
        { code: this.codeOf(i), site: "Gao, nord", clock: "sender", battery: "lifepo4-4s", secretHash },
        0,
      );
    }
  }

  /** Takes the next reports in, a number from each kit. */
  feed(reportsPerKit: number): void {
    const taken: Message[] = [];
    const first = this.readings / this.kits;
    for (let i = 0; i < this.kits; i++) {
      const kit = this.journal.kits.find(this.codeOf(i)) as KitRecord;
      for (let report = 0; report < reportsPerKit; report++) {
        const content = reportFrom(first + report * PER_REPORT, i);
        taken.push({ kit, form: "json", bytes: Buffer.from(JSON.stringify(content)), received_ms: Date.now() });
      }
    }
    const failed = this.intake.commit(taken).find((answer) => answer instanceof Error);
    if (failed) throw failed;
    this.exporter?.wake();
    this.readings += this.kits * reportsPerKit * PER_REPORT;
  }

  startExport(settings: Partial<InfluxSettings> & { url: string }): void {
    const influx = configSchema.parse({ influx: settings }).influx as InfluxSettings;
    this.exporter = new Exporter({ data: this.data, settings: influx, log: this.log });
    this.exporter.start();
  }

  async stopExport(): Promise<void> {
    await this.exporter?.stop();
    this.exporter = undefined;
  }

  /** How many points the server has answered for since the export was started. */
  points(): number {
    return this.exporter?.status().points ?? 0;
  }

  quarantined(): number {
    return this.journal.quarantine.count();
  }

  async stop(): Promise<void> {
    await this.stopExport();
    this.journal.close();
    rmSync(this.data, { recursive: true });
  }

  private codeOf(kit: number): string {
    return `${this.prefix}-${kit}`;
  }
}

function reportFrom(first: number, kit: number) {
  const readings = Array.from({ length: PER_REPORT }, (_, i) => {
    const sequence = first + i;
    return {
      sequence,
      time: new Date(START_ms + sequence * INTERVAL_ms).toISOString(),
      battery: {
        voltage_mV: 12_000 + ((sequence * 7 + kit) % 1500),
        current_mA: (sequence % 400) - 200,
        stateOfCharge_pct: 76,
      },
      panel: { voltage_mV: 17_900, current_mA: sequence % 1000 },
      lamps: [{ commanded_pct: 100, current_mA: 180, condition: "ok" }],
      controller: { temperature_degC: 36, chargeState: "absorption" },
    };
  });
  return { version: "1.0", readings };
}
