import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { KitDetail, KitView, QuarantineView } from "@yeelen/shared/answers";
import { Views } from "@yeelen/ingest/api/views";
import { configSchema } from "@yeelen/ingest/config/config";
import { type RunningService, runningServices } from "@yeelen/ingest/discovery";
import { fetchWithin } from "@yeelen/ingest/fetchWithin";
import { journalFile } from "@yeelen/ingest/journal/database";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { Fault } from "@yeelen/shared/faults";
import { CommandError } from "./commandError";
import { printNote } from "./print";

/** A service that catches up answers late; one that takes longer than this is as good as away (chosen). */
const ANSWER_ms = 30_000;

/** What the commands read, from a running service or from a data directory. */
export interface Source {
  kits: () => Promise<KitView[]>;
  /** A kit, or undefined where none bears this code. */
  kit: (code: string) => Promise<KitDetail | undefined>;
  faults: () => Promise<Fault[]>;
  /** What a kit has and had, the newest first; undefined where none bears this code. */
  faultsOf: (code: string) => Promise<Fault[] | undefined>;
  quarantine: () => Promise<QuarantineView[]>;
  close: () => void;
}

/** The data directory that a command means: as said, as in the environment, or the default. */
export function dataDirectory(option: string | undefined): { path: string; isChosen: boolean } {
  const chosen = option ?? process.env.YEELEN_DATA;
  return { path: resolve(chosen ?? configSchema.shape.data.parse(undefined)), isChosen: Boolean(chosen) };
}

/**
 * Finds the service that a command reads from: the one on the data directory that was named, else
 * the one on the default directory, else the one that started last. Undefined where none runs.
 */
async function findService(option: string | undefined): Promise<RunningService | undefined> {
  const { path, isChosen } = dataDirectory(option);
  const [onDirectory] = await runningServices(path);
  if (onDirectory || isChosen) return onDirectory;
  const [newest, ...others] = await runningServices();
  if (newest && others.length > 0) {
    printNote(`${others.length + 1} services run; this is the one on ${newest.data} (--data chooses another)`);
  }
  return newest;
}

/**
 * Finds the service that a command writes to. Never a demonstration, and never a guess.
 *
 * @throws CommandError where several services run and none of them is meant
 */
export async function findServiceToWriteTo(option: string | undefined): Promise<RunningService | undefined> {
  const { path, isChosen } = dataDirectory(option);
  const [onDirectory] = await runningServices(path);
  if (onDirectory || isChosen) return onDirectory;
  const services = (await runningServices()).filter(({ demo }) => !demo);
  if (services.length > 1) {
    const choices = services.map(({ data }) => `  --data ${data}`).join("\n");
    throw new CommandError(`${services.length} services run: say which one is meant\n${choices}`);
  }
  return services[0];
}

/** @throws CommandError where no service runs and there is no data directory */
export async function openSource(option: string | undefined): Promise<Source> {
  const service = await findService(option);
  if (service) return overHttp(service.url);
  const { path } = dataDirectory(option);
  if (!existsSync(journalFile(path))) {
    throw new CommandError(
      `no service is running, and ${path} holds no journal: start one with  yeelen serve,  or name a directory with  --data DIR`,
    );
  }
  const journal = Journal.open(path);
  const views = new Views(journal, () => journal.listening.last_ms() ?? Date.now(), path);
  return {
    kits: async () => views.kits(),
    kit: async (code) => views.kit(code),
    faults: async () => await views.faults(),
    faultsOf: async (code) => await views.faultsOf(code),
    quarantine: async () => views.quarantine(),
    close: () => journal.close(),
  };
}

function overHttp(url: string): Source {
  const ask = async <T>(path: string): Promise<T | undefined> => {
    const response = await fetchWithin(`${url}/api/v1/${path}`, ANSWER_ms);
    if (response.status === 404) return undefined;
    if (!response.ok) throw new CommandError(`the service at ${url} answered ${response.status}`);
    return (await response.json()) as T;
  };
  const get = async <T>(name: string): Promise<T> => {
    const answer = await ask<Record<string, T>>(name);
    if (!answer) throw new CommandError(`the service at ${url} knows no ${name}`);
    return answer[name] as T;
  };
  return {
    kits: async () => await get<KitView[]>("kits"),
    kit: async (code) => (await ask<{ kit: KitDetail }>(`kits/${encodeURIComponent(code)}`))?.kit,
    faults: async () => await get<Fault[]>("faults"),
    faultsOf: async (code) => (await ask<{ faults: Fault[] }>(`kits/${encodeURIComponent(code)}/faults`))?.faults,
    quarantine: async () => await get<QuarantineView[]>("quarantine"),
    close: () => undefined,
  };
}
