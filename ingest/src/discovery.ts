import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { ServiceStatus } from "@yeelen/shared/answers";
import { fetchWithin } from "./fetchWithin";

/** A service that takes longer to say who it is counts as gone. */
const ANSWER_ms = 3000;

/** How a running service is reached. */
export interface RunningService {
  url: string;
  mqttHost: string;
  mqttPort: number;
  data: string;
  instance: string;
  /** A demonstration keeps nothing: nobody means to write to it. */
  demo: boolean;
  pid: number;
  startedAt_ms: number;
}

export interface Announced {
  withdraw: () => void;
}

/** Writes down where this process serves, so that the commands of the same user find it. */
export function announce(service: Omit<RunningService, "pid" | "startedAt_ms">): Announced {
  mkdirSync(directory(), { recursive: true, mode: 0o700 });
  const file = join(directory(), `${service.instance}.json`);
  const entry: RunningService = { ...service, pid: process.pid, startedAt_ms: Date.now() };
  writeFileSync(file, JSON.stringify(entry), { mode: 0o600 });
  return { withdraw: () => rmSync(file, { force: true }) };
}

/**
 * Finds the services of this user that answer, the one that started last first. What a killed
 * service left behind is cleared away.
 *
 * @param data only services on this data directory
 */
export async function runningServices(data?: string): Promise<RunningService[]> {
  let names: string[];
  try {
    names = readdirSync(directory()).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
  const found = await Promise.all(names.map((name) => check(join(directory(), name))));
  return found
    .filter((service) => service !== undefined)
    .filter((service) => data === undefined || samePath(service.data, data))
    .toSorted((a, b) => b.startedAt_ms - a.startedAt_ms);
}

async function check(file: string): Promise<RunningService | undefined> {
  try {
    const service = JSON.parse(readFileSync(file, "utf8")) as RunningService;
    if (!isAlive(service.pid)) {
      rmSync(file, { force: true });
      return undefined;
    }
    const response = await fetchWithin(`${service.url}/api/v1/status`, ANSWER_ms);
    const status = (await response.json()) as ServiceStatus;
    return status.instance === service.instance ? service : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function directory(): string {
  const base = process.env.XDG_RUNTIME_DIR ?? join(tmpdir(), `yeelen-${userInfo().username}`);
  return join(base, "yeelen-services");
}

function samePath(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return a === b;
  }
}
