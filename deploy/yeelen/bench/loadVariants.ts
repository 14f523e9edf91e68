import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { enrol } from "@yeelen/ingest/enrolment";
import { checkJournal, type JournalFound, sentByLoad } from "./loadCheck";
import type { LoadKit } from "./loadConnection";
import type { LoadFound } from "./loadLoop";
import { type LoadForm, LoadProcess } from "./loadMessages";
import { ServerProcess } from "./loadServers";

/** A server and what is sent to it. */
export interface Variant {
  form: LoadForm;
  /** The service, or the file of what it is compared with. */
  server: "service" | "loadPlain" | "loadBare";
  /** Readings in a message. */
  readings: number;
}

/**
 * The service as it is, and what it is compared with in the same run. All that keep anything sync it
 * before they answer.
 */
export const variants = {
  /** Reports of 24 readings in the binary form. */
  report: { form: "report", server: "service", readings: 24 },
  /** One JSON reading a message, zod, a row a reading. */
  plain: { form: "json-reading", server: "loadPlain", readings: 1 },
  /** The same reports in the JSON form of the contract. */
  json: { form: "json-report", server: "service", readings: 24 },
  /** The same reports, of which nothing is kept. */
  bare: { form: "report", server: "loadBare", readings: 24 },
} as const satisfies Record<string, Variant>;

/** A server with its load: connected once, then sent to round after round. */
export class Loaded {
  private constructor(
    readonly server: ServerProcess,
    private readonly load: LoadProcess,
    private readonly variant: Variant,
    private readonly data: string,
    private readonly kits: readonly LoadKit[],
  ) {}

  /**
   * @param directory for what it keeps
   * @param reports that are sent, encoded in base64
   */
  static async start(variant: Variant, connections: number, directory: string, reports: string[]): Promise<Loaded> {
    const data = join(directory, `${variant.server}-${variant.form}`);
    mkdirSync(data, { mode: 0o700 });
    const isService = variant.server === "service";
    const kits = isService ? enrolled(data, connections) : named(connections);
    const server = isService ? await ServerProcess.service(data) : await ServerProcess.comparison(variant.server, data);
    const load = LoadProcess.start("loadMain");
    const loaded = new Loaded(server, load, variant, data, kits);
    const { form } = variant;
    const question = { target: { port: server.port }, kits, form, reports, isAcknowledged: isService };
    await load.ask("connect", question).catch(async (error: unknown) => {
      await loaded.stop();
      throw error;
    });
    return loaded;
  }

  /** Sends for a while; all that was sent is answered when it returns. */
  async run(seconds: number, perSecond?: number): Promise<LoadFound> {
    return await this.load.ask("run", { seconds, ...(perSecond !== undefined && { perSecond }) });
  }

  /** Ends both, and compares what the service kept with what it acknowledged. */
  async check(): Promise<JournalFound> {
    const counts = await this.load.ask("counts", {});
    await this.stop();
    const { readings } = this.variant;
    return checkJournal(
      this.data,
      new Map(this.kits.map(({ kit, index }, i) => [kit, sentByLoad(index, counts[i] as number, readings)])),
    );
  }

  async stop(): Promise<void> {
    await this.load.stop();
    await this.server.stop();
  }
}

/**
 * Registers kits that stamp their own time: each report then stands six hours after the one before,
 * however soon it follows.
 */
function enrolled(data: string, count: number): LoadKit[] {
  const kits = named(count);
  const entries = kits.map(
    ({ kit }) => ({ code: kit, site: "Mopti", clock: "sender", battery: "lifepo4-4s" }) as const,
  );
  const secrets = enrol(data, entries);
  return kits.map((kit) => ({ ...kit, secret: secrets.get(kit.kit) as string }));
}

function named(count: number): LoadKit[] {
  return Array.from({ length: count }, (_, index) => ({
    kit: `kit-${String(index).padStart(5, "0")}`,
    secret: "none",
    index,
  }));
}
