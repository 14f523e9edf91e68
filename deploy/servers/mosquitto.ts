import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { freePort } from "./freePort";
import { startServer, type TestServer } from "./serverProcess";

export interface Mosquitto extends TestServer {
  readonly host: string;
  readonly port: number;
  /** For mqtt.js. */
  readonly url: string;
}

/** Mosquitto, open to everybody on loopback. `config` is added to its configuration, a line each. */
export async function startMosquitto(options: { port?: number; config?: string[] } = {}): Promise<Mosquitto> {
  const host = "127.0.0.1";
  const port = options.port ?? (await freePort());
  const server = await startServer({
    program: "mosquitto",
    prepare: (directory) => {
      const lines = [`listener ${port} ${host}`, "allow_anonymous true", `persistence_location ${directory}/`];
      // Started by root it would become a user who may not write to the directory.
      if (process.getuid?.() === 0) lines.push("user root");
      fs.writeFileSync(configIn(directory), `${[...lines, ...(options.config ?? [])].join("\n")}\n`);
    },
    args: (directory) => ["-c", configIn(directory)],
    answers: () => answersConnect(host, port),
  });
  return Object.assign(server, { host, port, url: `mqtt://${host}:${port}` });
}

function configIn(directory: string): string {
  return path.join(directory, "mosquitto.conf");
}

/** Whether something answers a CONNECT, be it with a refusal. */
function answersConnect(host: string, port: number): Promise<boolean> {
  // MQTT 3.1.1 section 3.1: protocol "MQTT" level 4, clean session, keep alive 10 s, client id "ready".
  const connect = Buffer.from("101100044d5154540402000a00057265616479", "hex");
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 1_000 }, () => socket.write(connect));
    const end = (answered: boolean): void => {
      resolve(answered);
      socket.destroy();
    };
    socket.once("data", (bytes) => end(bytes[0] === 0x20));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
    socket.once("close", () => end(false));
  });
}
