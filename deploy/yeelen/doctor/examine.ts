import type { Config } from "@yeelen/ingest/config/config";
import { runningServices } from "@yeelen/ingest/discovery";
import { z } from "zod";
import { checkCertificate } from "./certificate";
import { checkClock, isClockSynchronized, newestFileTime_ms } from "./clock";
import { checkData } from "./dataDirectory";
import { checkExposure } from "./exposure";
import { type Finding, ok } from "./finding";
import { checkInfluxdb } from "./influxdb";
import { checkJournal } from "./journal";
import { checkNode } from "./node";
import { checkOpenFiles } from "./openFiles";
import { checkPorts, type WantedPort } from "./ports";
import { checkService } from "./service";

/** What there may be of a listener with TLS, and of limits. */
const listenerSettings = z.object({
  maxConnections: z.number().default(20_000),
  tls: z.object({ host: z.string().optional(), port: z.number(), certificate: z.string(), key: z.string() }).optional(),
});

/**
 * Looks at everything that a service with this configuration needs. Changes nothing.
 *
 * @param say tells somebody who waits what takes long
 */
export async function examine(config: Config, say: (text: string) => void): Promise<Finding[]> {
  const now_ms = Date.now();
  const newestFile_ms = newestFileTime_ms(config.data);
  const [service] = await runningServices(config.data);
  const influxdb = config.influx && (await checkInfluxdb(config.influx));
  const isSynchronized = await isClockSynchronized();
  const { tls, maxConnections } = listenerSettings.parse(config.mqtt);
  const ports: WantedPort[] = [
    { name: "mqtt", host: config.mqtt.host, port: service?.mqttPort ?? config.mqtt.port },
    ...(tls ? [{ name: "mqtts", host: tls.host ?? config.mqtt.host, port: tls.port }] : []),
    { name: "http", host: config.http.host, port: service ? Number(new URL(service.url).port) : config.http.port },
  ];
  return [
    ...checkNode(),
    ...checkData(config.data, now_ms),
    ...checkJournal(config.data, say),
    ...checkClock({ now_ms, newestFile_ms, influxdb_ms: influxdb?.clock_ms, isSynchronized }),
    ...(await checkPorts(ports, service)),
    ...checkOpenFiles(maxConnections, service?.pid),
    ...checkExposure(config),
    ...(tls ? checkCertificate(tls, now_ms) : []),
    ...(influxdb?.findings ?? [ok("influxdb", "none is configured: readings stay in the journal")]),
    ...(await checkService(service)),
  ];
}
