import { type EventEmitter, once } from "node:events";
import type { Acknowledgement } from "@yeelen/shared/acknowledgement";
import { decodeAck } from "@yeelen/shared/wire/acknowledgement";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { RegisteredKit } from "./service";

/** Connects as a kit, once. Rejects with the reason where it is turned away. */
export async function connect(port: number, kit: RegisteredKit, options: IClientOptions = {}): Promise<MqttClient> {
  const settings: IClientOptions = {
    clientId: kit.id,
    username: kit.id,
    password: kit.secret,
    reconnectPeriod: 0,
    connectTimeout: 5000,
    ...options,
  };
  return await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, settings, false);
}

/** Connects as a kit and listens for acknowledgements. */
export async function connectAndListen(port: number, kit: RegisteredKit) {
  const client = await connect(port, kit);
  await client.subscribeAsync(`kits/${kit.id}/ack`);
  return {
    client,
    /** Publishes a JSON report and waits for its acknowledgement. */
    send: async (report: unknown): Promise<Acknowledgement> => {
      const answer = once(client as unknown as EventEmitter, "message", { signal: AbortSignal.timeout(5000) });
      const payload = typeof report === "string" || Buffer.isBuffer(report) ? report : JSON.stringify(report);
      client.publish(`kits/${kit.id}/report/json`, payload);
      return JSON.parse(((await answer)[1] as Buffer).toString()) as Acknowledgement;
    },
    /** Publishes a binary report and waits for its acknowledgement. */
    sendBinary: async (bytes: Buffer) => {
      const answer = once(client as unknown as EventEmitter, "message", { signal: AbortSignal.timeout(5000) });
      client.publish(`kits/${kit.id}/report`, bytes);
      return decodeAck((await answer)[1] as Buffer);
    },
    stop: async () => await client.endAsync(true),
  };
}
