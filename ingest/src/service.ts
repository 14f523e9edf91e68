import { randomUUID } from "node:crypto";
import pino, { type Logger } from "pino";
import packageJson from "../package.json" with { type: "json" };
import { Api } from "./api/server";
import type { Demo, ServiceStatus } from "@yeelen/shared/answers";
import { Views } from "./api/views";
import { Broker } from "./broker/broker";
import { loadKey } from "./broker/credentials";
import { Refusals } from "./broker/refusals";
import type { Config } from "./config/config";
import { announce, type Announced } from "./discovery";
import { Exporter } from "./export/exporter";
import { Intake } from "./intake/intake";
import { Journal } from "./journal/journal";
import { Requests } from "./requests";

/** How often the service notes in the journal that it listens. */
const HEARTBEAT_ms = 30_000;

export interface ServiceOptions {
  config: Config;
  /** A demonstration says so on the page. */
  demo?: Demo;
  now?: () => number;
  log?: Logger;
}

/** Broker, intake, journal, export, faults, API and page in one process. */
export class Service {
  private readonly instance = randomUUID();
  private readonly log: Logger;
  private readonly now: () => number;
  private startedAt_ms = 0;
  private journal: Journal | undefined;
  private intake: Intake | undefined;
  private broker: Broker | undefined;
  private exporter: Exporter | undefined;
  private api: Api | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private announced: Announced | undefined;

  constructor(private readonly options: ServiceOptions) {
    this.log =
      options.log ?? pino({ level: options.config.log, base: null }, pino.destination({ dest: 2, sync: true }));
    this.now = options.now ?? Date.now;
  }

  /** @throws Error that says what cannot be had: the data directory, a port */
  async start(): Promise<void> {
    const { config } = this.options;
    this.startedAt_ms = this.now();
    const journal = Journal.open(config.data);
    this.journal = journal;
    const key = loadKey(config.data);
    const refusals = new Refusals(this.log, this.now);
    this.intake = new Intake(journal, this.now, this.log, () => this.exporter?.wake());
    const { log, now, intake } = this;
    this.broker = new Broker({ ...config.mqtt, register: journal.kits, key, intake, refusals, log, now });
    const views = new Views(journal, now);
    const requests = new Requests(journal, now);
    this.api = new Api({ ...config.http, views, requests, log, status: () => this.status(refusals) });
    try {
      await this.broker.start();
      await this.api.start();
    } catch (error) {
      await this.stop();
      throw explained(error);
    }
    if (config.influx) {
      this.exporter = new Exporter(journal, config.influx, log);
      this.exporter.start();
    }
    journal.listening.alive(this.startedAt_ms, this.now());
    this.heartbeat = setInterval(() => journal.listening.alive(this.startedAt_ms, this.now()), HEARTBEAT_ms);
    this.announced = announce({
      ...this.address(),
      data: config.data,
      instance: this.instance,
      demo: this.options.demo !== undefined,
    });
    log.info({ ...this.address(), data: config.data, influx: config.influx?.url ?? null }, "listening");
  }

  /** Where kits connect to, and where the page is. */
  address(): { mqttHost: string; mqttPort: number; url: string } {
    if (!this.broker || !this.api) throw new Error("the service is not started");
    return { mqttHost: this.options.config.mqtt.host, mqttPort: this.broker.port(), url: this.api.url() };
  }

  /** Answers what has come in, commits it, and leaves nothing open. */
  async stop(): Promise<void> {
    clearInterval(this.heartbeat);
    this.announced?.withdraw();
    await this.api?.stop();
    await this.broker?.stop();
    this.intake?.stop();
    await this.exporter?.stop();
    if (this.heartbeat) this.journal?.listening.alive(this.startedAt_ms, this.now());
    this.journal?.close();
    this.log.info("stopped");
  }

  private status(refusals: Refusals): ServiceStatus {
    return {
      version: packageJson.version,
      instance: this.instance,
      demo: this.options.demo ?? null,
      startedAt: new Date(this.startedAt_ms).toISOString(),
      mqtt: { port: this.broker?.port() ?? 0, connections: this.broker?.connections() ?? 0 },
      intake: this.intake?.counts ?? { reports: 0, readings: 0, repeated: 0, quarantined: 0, refused: {} },
      refused: refusals.counts,
      export: this.exporter?.status() ?? null,
    };
  }
}

/** Says what to do about a port that is taken. */
function explained(error: unknown): Error {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code !== "EADDRINUSE") return error as Error;
  return new Error(
    `port ${port} is taken: stop what uses it, or choose another with --mqtt-port or --http-port (0 takes any free one)`,
    { cause: error },
  );
}
