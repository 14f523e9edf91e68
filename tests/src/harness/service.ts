import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { loadConfig } from "@yeelen/ingest/config/config";
import { enrol } from "@yeelen/ingest/enrolment";
import { Service } from "@yeelen/ingest/service";
import pino from "pino";

/** A kit that is registered with a service. */
export interface RegisteredKit {
  id: string;
  secret: string;
}

/** A whole service in this process, on free ports and a directory of its own. */
export interface TestService {
  service: Service;
  data: string;
  port: number;
  url: string;
  /** Lines of the log, parsed. */
  log: Record<string, unknown>[];
  addKit: (id: string, options?: { clock?: "server" | "sender"; site?: string }) => RegisteredKit;
  get: (path: string) => Promise<Record<string, unknown>>;
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Record<string, unknown>>;
  /** Stops it and starts another one on its data directory. */
  restart: () => Promise<TestService>;
  stop: () => Promise<void>;
}

/**
 * @param settings paths of the configuration, such as `influx.url`; `data`: a directory that an earlier service left
 * @param now the service's clock
 */
export async function startService(settings: Record<string, unknown> = {}, now?: () => number): Promise<TestService> {
  const data = typeof settings.data === "string" ? settings.data : mkdtempSync(join(tmpdir(), "yeelen-test-"));
  const log: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const line of chunk.toString().split("\n").filter(Boolean)) log.push(JSON.parse(line));
      done();
    },
  });
  const config = loadConfig({}, undefined, { data, "mqtt.port": 0, "http.port": 0, ...settings });
  const logger = pino({ level: "debug", base: null }, sink);
  const service = new Service({ config, log: logger, ...(now && { now }) });
  await service.start();
  const { mqttPort, url } = service.address();
  return {
    service,
    data,
    port: mqttPort,
    url,
    log,
    addKit: (id, options) => addKit(data, id, options),
    get: async (path) => (await (await fetch(`${url}/api/v1/${path}`)).json()) as Record<string, unknown>,
    post: async (path, body = {}, headers = {}) => {
      const response = await fetch(`${url}/api/v1/${path}`, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers },
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
    restart: async () => {
      await service.stop();
      return await startService({ ...settings, data }, now);
    },
    stop: async () => {
      await service.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Registers a kit in a data directory, as `yeelen kits add` does. */
export function addKit(
  data: string,
  id: string,
  { clock = "server", site = "Mopti" }: { clock?: "server" | "sender"; site?: string } = {},
): RegisteredKit {
  const secrets = enrol(data, [{ code: id, site, clock, battery: "lifepo4-4s" }]);
  return { id, secret: secrets.get(id) as string };
}
