import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Influxdb, startInfluxdb } from "yeelen/servers/influxdb";
import type { LoadForm } from "./content";
import type { Ledger } from "./ledger";
import { enrolLoad, Load } from "./load";
import { Subject } from "./subject";
import { disagreements, promised, type Tally, tallyInfluxdb, tallyJournal } from "./tally";

/** How many clients send: as many as the peers were measured with. */
const CLIENTS = 200;
/** How long InfluxDB may take to have what the journal has: the exporter's longest pause, and its work. */
const CATCH_UP_LIMIT_ms = 90_000;

export interface SceneOptions {
  /** Of all clients together. */
  readings_per_s: number;
  seed: number;
  /** Half of each where it is not said. */
  form?: LoadForm;
  /** Whether there is an InfluxDB to export to. */
  hasInfluxdb?: boolean;
  clients?: number;
  /** Where the data directory lies; one of its own where it is not said. */
  data?: string;
  /** Added to the environment of every start of the service, and of the command that registers the kits. */
  environment?: () => Record<string, string>;
}

/** What there is in the end: what was sent, how the service ended, and what the journal and InfluxDB have. */
export interface Ended {
  ledger: Ledger;
  status: number | null;
  journal: Tally;
  /** What the journal's index and summaries say otherwise, should they. */
  disagreements: string[];
  influxdb: Tally | undefined;
}

/** A service in a process of its own, clients in another, and InfluxDB where it is asked for. */
export class Scene {
  private constructor(
    readonly data: string,
    readonly subject: Subject,
    readonly load: Load,
    private readonly store: Influxdb | undefined,
    private readonly work: string,
  ) {}

  /** Makes everything, and starts InfluxDB. The service and the load are started by whoever uses them. */
  static async prepare(options: SceneOptions): Promise<Scene> {
    const { readings_per_s, seed, form, hasInfluxdb = false, clients = CLIENTS, environment = () => ({}) } = options;
    const work = mkdtempSync(join(tmpdir(), "yeelen-faults-"));
    const data = options.data ?? join(work, "data");
    mkdirSync(data, { recursive: true });
    const kits = await enrolLoad(data, clients, form, environment());
    const store = hasInfluxdb ? await startInfluxdb() : undefined;
    const subject = await Subject.on(data, () => ({ ...environment(), ...(store && { INFLUX_URL: store.url }) }));
    const load = new Load(subject.mqttPort, kits, readings_per_s, seed);
    return new Scene(data, subject, load, store, work);
  }

  /** Starts the service and, once it listens, the load. */
  async start(): Promise<void> {
    await this.subject.start();
    this.load.start();
  }

  /** Waits until so many more readings are promised: the service is up, and has something to lose. */
  async untilKept(readings: number): Promise<void> {
    const before = promised(await this.load.ledger());
    while (promised(await this.load.ledger()) < before + readings) await sleep(20);
  }

  influx(): Influxdb {
    if (!this.store) throw new Error("this scene has no InfluxDB");
    return this.store;
  }

  /** Lets the clients get rid of what they hold, stops the service in good order and counts what the journal has. */
  async end(): Promise<Ended> {
    const ledger = await this.load.drain();
    const influxdb = this.store && (await this.caughtUp(this.store, ledger));
    await this.load.stop();
    const status = await this.subject.stop();
    const journal = tallyJournal(this.data, ledger);
    return { ledger, status, journal, disagreements: disagreements(this.data, ledger), influxdb };
  }

  /** Ends whatever still runs and removes the directory. */
  async clear(): Promise<void> {
    await this.load.stop();
    await this.subject.kill();
    await this.store?.stop();
    rmSync(this.work, { recursive: true, force: true });
  }

  /** What InfluxDB has once it has as many readings as there are, or after a minute and a half. */
  private async caughtUp(influx: Influxdb, ledger: Ledger): Promise<Tally> {
    const made = ledger.kits.reduce((sum, kit) => sum + kit.made, 0);
    for (const until = Date.now() + CATCH_UP_LIMIT_ms; Date.now() < until; await sleep(200)) {
      const [row] = await influx.query("yeelen", "SELECT count(sequence) AS points FROM reading").catch(() => []);
      if (Number(row?.points ?? 0) >= made) break;
    }
    return await tallyInfluxdb(influx, ledger);
  }
}

/** Runs `use` on a scene and clears it away, whatever happens. */
export async function onScene<T>(options: SceneOptions, use: (scene: Scene) => Promise<T>): Promise<T> {
  const scene = await Scene.prepare(options);
  try {
    return await use(scene);
  } finally {
    await scene.clear();
  }
}

/** What is wrong with what a store has: all that was promised has to be there once, as it was sent. */
export function problemsOf(tally: Tally): string[] {
  const { lost, twice, altered, unknown } = tally;
  return lost + twice + altered + unknown === 0 ? [] : [JSON.stringify(tally)];
}

/** What is wrong in the end: then every reading that was ever made is there once, for a client keeps it until it is. */
export function problemsAtEnd({ ledger, journal, influxdb, status, ...rest }: Ended): string[] {
  const made = ledger.kits.reduce((sum, kit) => sum + kit.made, 0);
  const problems = [...ledger.kits.flatMap((kit) => kit.refused), ...rest.disagreements].slice(0, 3);
  if (status !== 0) problems.push(`the service ended with status ${status}`);
  if (made === 0) problems.push("nothing was sent");
  for (const [store, tally] of Object.entries({ journal, influxdb })) {
    if (!tally) continue;
    problems.push(...problemsOf(tally).map((problem) => `${store}: ${problem}`));
    if (tally.stored !== made) problems.push(`${store}: has ${tally.stored} readings of ${made}`);
  }
  return problems;
}
