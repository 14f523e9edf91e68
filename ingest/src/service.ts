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
import { checkDataDirectory, journalSize_bytes } from "./dataDirectory";
import { announce, type Announced } from "./discovery";
import { ending } from "./ending";
import { Exporter } from "./export/exporter";
import { ForeignBroker } from "./foreign/foreignBroker";
import { Writer } from "./intake/writer";
import { Journal } from "./journal/journal";
import { loggedMigration } from "./migrationLog";
import { Observation } from "./observation";
import { Requests } from "./requests";

/** How often the service notes in the journal that it listens. */
const HEARTBEAT_ms = 30_000;
/** How long the end of each part is waited for: together less than the ten seconds that are left before SIGKILL. */
const DRAIN_ms = 6000;
const COMMIT_ms = 2000;
const API_STOP_ms = 1000;

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
  private draining = false;
  private journal: Journal | undefined;
  private observation: Observation | undefined;
  private refusals: Refusals | undefined;
  private writer: Writer | undefined;
  private broker: Broker | undefined;
  private foreign: ForeignBroker | undefined;
  private exporter: Exporter | undefined;
  private views: Views | undefined;
  private api: Api | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private announced: Announced | undefined;

  constructor(private readonly options: ServiceOptions) {
    const log =
      options.log ?? pino({ level: options.config.log, base: null }, pino.destination({ dest: 2, sync: true }));
    this.log = log.child({}, { serializers: { error: pino.stdSerializers.err } });
    this.now = options.now ?? Date.now;
  }

  /** @throws Error that says what cannot be had: the data directory, a port */
  async start(): Promise<void> {
    const { config } = this.options;
    const { log, now } = this;
    this.startedAt_ms = now();
    checkDataDirectory(config.data);
    const journal = Journal.open(config.data, { onMigration: loggedMigration(log) });
    this.journal = journal;
    const key = loadKey(config.data);
    const observation = new Observation({
      data: config.data,
      journal,
      status: () => this.status(),
      writer: () => this.writer,
      log,
      now,
    });
    this.observation = observation;
    const refusals = new Refusals(log, now);
    this.refusals = refusals;
    const writer = new Writer({
      directory: config.data,
      retention: config.retention,
      now,
      log,
      onCommitted: (messages, seconds, longest_s) => {
        observation.committed(messages, seconds, longest_s);
        this.exporter?.wake();
      },
      onFailed: (error) => observation.watch.failed(error),
    });
    this.writer = writer;
    const intake = writer;
    this.broker = new Broker({ ...config.mqtt, register: journal.kits, key, intake, refusals, log, now });
    const views = new Views(journal, now, config.data);
    this.views = views;
    const requests = new Requests(journal, now);
    const { metrics } = observation;
    this.api = new Api({ ...config.http, views, requests, metrics, log, status: () => this.status() });
    const { broker: settings } = config;
    if (settings) this.foreign = new ForeignBroker({ settings, journal, key, intake, refusals, log, now });
    try {
      await writer.start();
      await this.broker.start();
      await this.api.start();
      this.foreign?.start();
    } catch (error) {
      await this.stop();
      throw explained(error);
    }
    if (config.influx) {
      this.exporter = new Exporter({ data: config.data, settings: config.influx, log });
      this.exporter.start();
    }
    this.views.start();
    this.beat();
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_ms);
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

  /**
   * Answers what has come in, commits it, and leaves nothing open. What hangs (an InfluxDB that never
   * answers, a client that does not read) is left behind after a few seconds; nothing is lost by that.
   */
  async stop(): Promise<void> {
    this.draining = true;
    clearInterval(this.heartbeat);
    this.announced?.withdraw();
    const { log } = this;
    await Promise.all([
      ending("broker", DRAIN_ms, this.broker?.stop(), log),
      ending("external broker", DRAIN_ms, this.foreign?.stop(), log),
      ending("export", DRAIN_ms, this.exporter?.stop(), log),
      ending("faults", DRAIN_ms, this.views?.stop(), log),
    ]);
    await ending("writer", COMMIT_ms, this.writer?.stop(), log);
    // the last to go: until then it says that the service is draining
    await ending("api", API_STOP_ms, this.api?.stop(), log);
    if (this.heartbeat) this.beat();
    this.journal?.close();
    log.info("stopped");
  }

  /** Notes in the journal that the service listens, and finds out whether it can be written to where no kit does. */
  private beat(): void {
    try {
      this.journal?.listening.alive(this.startedAt_ms, this.now());
      this.observation?.watch.probed();
    } catch (error) {
      this.observation?.watch.failed(error as Error);
    }
  }

  private status(): ServiceStatus {
    return {
      version: packageJson.version,
      instance: this.instance,
      demo: this.options.demo ?? null,
      startedAt: new Date(this.startedAt_ms).toISOString(),
      draining: this.draining,
      mqtt: { port: this.listenedPort(), connections: this.broker?.connections() ?? 0 },
      intake: this.writer?.counts ?? { reports: 0, readings: 0, repeated: 0, quarantined: 0, refused: {} },
      journal: { bytes: journalSize_bytes(this.options.config.data), error: this.observation?.watch.error ?? null },
      refused: this.refusals?.counts ?? {},
      broker: this.foreign?.status() ?? null,
      export: this.exporter?.status() ?? null,
    };
  }

  /** The port that kits connect to; 0 while there is none. */
  private listenedPort(): number {
    try {
      return this.broker?.port() ?? 0;
    } catch {
      return 0;
    }
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
