import { loadConfig } from "@yeelen/ingest/config/config";
import { Service } from "@yeelen/ingest/service";
import { dataDirectory, findServiceToWriteTo } from "./source";

/**
 * Where a data directory was named and no service runs on it: one that runs for as long as the command does.
 *
 * @param option data directory, as `--data` has it
 */
export async function serviceFor(option: string | undefined): Promise<Service | undefined> {
  const { path, isChosen } = dataDirectory(option);
  if (!isChosen || (await findServiceToWriteTo(option))) return undefined;
  const config = loadConfig({}, undefined, { data: path, "mqtt.port": 0, "http.port": 0, log: "warn" });
  const service = new Service({ config });
  await service.start();
  return service;
}
