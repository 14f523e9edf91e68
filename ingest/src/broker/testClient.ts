import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Who signs in. */
export interface Credentials {
  id: string;
  secret: string;
}

/** MQTT packets as bytes, for tests that have to send what no client library would. */
export const packetOf = {
  connect: ({ id, secret }: Credentials, keepAlive_s = 60): Buffer =>
    framed(0x10, [
      text("MQTT"),
      Buffer.from([4, 0xc2, keepAlive_s >> 8, keepAlive_s & 0xff]),
      text(id),
      text(id),
      text(secret),
    ]),
  subscribe: (filter: string, packetId = 1): Buffer =>
    framed(0x82, [Buffer.from([packetId >> 8, packetId & 0xff]), text(filter), Buffer.from([0])]),
  publish: (topic: string, payload: Buffer | string, { qos = 0, packetId = 1, retain = false } = {}): Buffer =>
    framed(0x30 | (qos << 1) | (retain ? 1 : 0), [
      text(topic),
      ...(qos > 0 ? [Buffer.from([packetId >> 8, packetId & 0xff])] : []),
      Buffer.from(payload),
    ]),
  release: (packetId: number): Buffer => Buffer.from([0x62, 2, packetId >> 8, packetId & 0xff]),
  ping: Buffer.from([0xc0, 0]),
  disconnect: Buffer.from([0xe0, 0]),
};

/** Connects. Errors are left to the socket's `close`. @param from the address to come from */
export function open(port: number, from?: string): Socket {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true, ...(from !== undefined && { localAddress: from }) });
  socket.on("error", () => undefined);
  return socket;
}

/** Signs in over a bare socket. */
export async function signIn(port: number, kit: Credentials, from?: string): Promise<Socket> {
  const socket = open(port, from);
  socket.write(packetOf.connect(kit));
  const [connack] = (await once(socket, "data")) as [Buffer];
  if (connack[3] !== 0) throw new Error(`refused: ${connack.toString("hex")}`);
  return socket;
}

/** Signs in and subscribes to the acknowledgements. */
export async function signInAndListen(port: number, kit: Credentials): Promise<Socket> {
  const socket = await signIn(port, kit);
  socket.write(packetOf.subscribe(`kits/${kit.id}/ack`));
  await once(socket, "data");
  return socket;
}

/** Waits until the other side has closed. */
export async function closed(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
}

function framed(first: number, parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; length.length === 0 || left > 0; left >>= 7) {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  }
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
