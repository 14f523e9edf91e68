import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IClientOptions } from "mqtt";
import type { BrokerSettings } from "../config/config";

/**
 * How many messages are in flight at most. At 11 ms a commit (p99 of a sync with the disk on a small
 * machine: 9 ms) that is room for more than 100,000 reports a second, and 32 MB of the largest ones.
 */
export const IN_FLIGHT = 2000;

/**
 * How long a broker of MQTT 5 keeps our session, and queues reports, while the service is away. Chosen:
 * longer than any repair takes; after it a broker that we left for good forgets us.
 */
const SESSION_KEPT_s = 30 * 24 * 3600;

/**
 * The largest packet that a broker of MQTT 5 may send. Chosen, far above the 16 kB of the largest report, so
 * that what is too large is still seen and counted: Mosquitto 2.0.11 loses one of its places for messages
 * in flight with each message that it leaves out for this, until the next connection (measured).
 */
const LARGEST_PACKET_bytes = 16 * 1024 * 1024;

/** The first pause before another attempt to connect. */
export const FIRST_PAUSE_ms = 1000;

/**
 * The settings for mqtt.js: a session that outlives the connection, under an id that stays.
 *
 * @param key of the data directory: the client id is derived from it where none is set, so it is the
 *   same after a restart or a move, and another one for each installation
 * @throws Error where the file of certificates cannot be read
 */
export function clientOptions(settings: BrokerSettings, key: Buffer): IClientOptions {
  const { username, password, ca } = settings;
  const isVersion5 = settings.version === "5";
  return {
    clientId:
      settings.clientId ?? `yeelen-${createHmac("sha256", key).update("external broker").digest("hex").slice(0, 12)}`,
    clean: false,
    protocolVersion: isVersion5 ? 5 : 4,
    ...(isVersion5 && {
      properties: {
        sessionExpiryInterval: SESSION_KEPT_s,
        receiveMaximum: IN_FLIGHT,
        maximumPacketSize: LARGEST_PACKET_bytes,
      },
    }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca: certificates(ca) }),
    reconnectPeriod: FIRST_PAUSE_ms,
    // a wrong password may be put right at the broker
    reconnectOnConnackError: true,
    // we subscribe at every connection, and what could not be sent to a kit it will ask for again
    resubscribe: false,
    queueQoSZero: false,
  };
}

function certificates(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`broker.ca (BROKER_CA): ${(error as Error).message}`, { cause: error });
  }
}
