import { readFileSync } from "node:fs";
import { enrol } from "@yeelen/ingest/enrolment";
import type { NewKit } from "@yeelen/ingest/journal/kits";
import { z } from "zod";
import { CommandError } from "./commandError";
import { dataDirectory, findServiceToWriteTo } from "./source";

/** A broker that kits may speak to, and their secrets there, by kit id. */
export interface KitBroker {
  host: string;
  port: number;
  secrets: Map<string, string>;
}

type KitEntry = Omit<NewKit, "secretHash">;

/**
 * The broker that `--broker HOST:PORT --credentials FILE` means.
 *
 * @param letsAnybodyIn whether kits without a secret may be let in
 */
export function namedBroker(broker: string, credentials: string | undefined, letsAnybodyIn = false): KitBroker {
  const [, host, port] = /^(.+):(\d+)$/.exec(broker) ?? [];
  if (!host || !port) throw new CommandError("--broker takes HOST:PORT");
  if (!credentials && !letsAnybodyIn) {
    throw new CommandError("--broker needs --credentials FILE, the secrets of its kits");
  }
  return { host, port: Number(port), secrets: credentials ? readSecrets(credentials) : new Map() };
}

/**
 * The broker of the service that runs on a data directory, where these kits are registered, or get
 * new secrets where they are there already.
 *
 * @param option data directory, as `--data` has it
 */
export async function brokerOfService(option: string | undefined, kits: readonly KitEntry[]): Promise<KitBroker> {
  const service = await findServiceToWriteTo(option);
  if (!service) {
    const { path, isChosen } = dataDirectory(option);
    throw new CommandError(`no service is running${isChosen ? ` on ${path}` : ""}: start one with  yeelen serve`);
  }
  const { mqttHost, mqttPort, data } = service;
  const host = mqttHost === "0.0.0.0" || mqttHost === "::" ? "127.0.0.1" : mqttHost;
  return { host, port: mqttPort, secrets: enrol(data, kits, { replace: true }) };
}

const credentialsSchema = z.object({ kits: z.array(z.object({ kit: z.string(), secret: z.string() })) });

function readSecrets(file: string): Map<string, string> {
  try {
    const { kits } = credentialsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return new Map(kits.map(({ kit, secret }) => [kit, secret]));
  } catch (error) {
    throw new CommandError(`--credentials ${file}: ${(error as Error).message}`);
  }
}
