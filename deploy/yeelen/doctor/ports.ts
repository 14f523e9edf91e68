import { createServer } from "node:net";
import type { RunningService } from "@yeelen/ingest/discovery";
import { fail, type Finding, ok } from "./finding";
import { holderOf } from "./portHolder";

/** A port that the service listens on. */
export interface WantedPort {
  /** What it is for: mqtt, mqtts, http. */
  name: string;
  host: string;
  port: number;
}

/**
 * Whether ports can be had, or who has them.
 *
 * @param service the one that runs on the data directory
 */
export async function checkPorts(wanted: WantedPort[], service: RunningService | undefined): Promise<Finding[]> {
  return await Promise.all(wanted.map(async (port) => await checkPort(port, service)));
}

async function checkPort({ name, host, port }: WantedPort, service: RunningService | undefined): Promise<Finding> {
  const check = `port ${name}`;
  if (port === 0) return ok(check, "any free one");
  const error = await errorOfListening(host, port);
  const there = `${host}:${port}`;
  if (error === undefined) return ok(check, `${there} is free`);
  if (error === "EADDRINUSE") {
    const holder = holderOf(port);
    if (service && (holder === undefined || holder.pid === service.pid))
      return ok(check, `${there}, our service (process ${service.pid})`);
    const who = holder ? `${holder.name} (process ${holder.pid})` : "a program of another user";
    return fail(check, `${there} is taken by ${who}`, `end it, or choose another port for the service`);
  }
  if (error === "EACCES")
    return fail(
      check,
      `${there}: this user may not listen there`,
      "choose a port above 1023, or grant CAP_NET_BIND_SERVICE",
    );
  if (error === "EADDRNOTAVAIL")
    return fail(
      check,
      `${there}: this machine has no such address`,
      "name one that  ip address  shows, or 0.0.0.0 for all",
    );
  return fail(check, `${there}: ${error}`, "choose another address or port");
}

/** The code of the error with which listening fails, or undefined where it works. */
async function errorOfListening(host: string, port: number): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
