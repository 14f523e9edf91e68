import { open } from "@yeelen/ingest/broker/testClient";
import { randomOf } from "@yeelen/simulator/random";
import { mutatedSession, type Session } from "./mutatedSessions";
import type { RegisteredKit } from "./service";

/** Connections at a time. */
const LANES = 100;
/** As many sessions come from one address, so that its allowance of failed sign-ins lasts. */
const PER_ADDRESS = 500;
/** A connection that the service neither answers nor closes is given up after this long. */
const PATIENCE_ms = 5000;

/** Throws the generated sessions `from` to `to` of a seed at a service. Returns once all are closed. */
export async function throwSessions(
  port: number,
  kits: readonly RegisteredKit[],
  { seed, from, to }: { seed: number; from: number; to: number },
): Promise<void> {
  let next = from;
  const lane = async () => {
    for (let i = next++; i < to; i = next++) {
      const random = randomOf(seed, `session ${i}`);
      const address = Math.floor(i / PER_ADDRESS);
      await thrown(port, mutatedSession(kits, random), `127.1.${address >> 8}.${1 + (address & 0xff)}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function thrown(port: number, { signIn, rest }: Session, from: string): Promise<void> {
  const socket = open(port, from);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => socket.destroy(), PATIENCE_ms);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
    if (rest.length === 0) {
      socket.end(signIn);
      return;
    }
    socket.write(signIn);
    socket.once("data", () => socket.end(rest));
  });
}
