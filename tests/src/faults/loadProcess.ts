import { randomOf } from "@yeelen/simulator/random";
import type { Ledger } from "./ledger";
import { LoadKit, type LoadKitSettings } from "./loadKit";

/** What a load is to be. */
export interface LoadSettings {
  port: number;
  kits: LoadKitSettings[];
  /** Of all kits together. */
  readings_per_s: number;
  seed: number;
}

/** What the load is told: to begin, to say what it knows, to read no more. */
export type LoadMessage = { begin: LoadSettings } | { tell: number } | { pace: number };

/** What it says, with the number of the question. */
export interface LoadAnswer {
  tell: number;
  ledger: Ledger;
}

/** How often it looks which readings are due. */
const TICK_ms = 10;

let kits: LoadKit[] = [];
let pace_per_s = 0;

process.on("message", (message: LoadMessage) => {
  if ("begin" in message) begin(message.begin);
  if ("pace" in message) pace_per_s = message.pace;
  if ("tell" in message) process.send?.({ tell: message.tell, ledger: ledger() } satisfies LoadAnswer);
});
// whoever started it has ended
process.once("disconnect", () => process.exit());

function begin({ port, kits: settings, readings_per_s, seed }: LoadSettings): void {
  kits = settings.map((kit) => new LoadKit(kit, port, randomOf(seed, `load/${kit.index}`)));
  pace_per_s = readings_per_s;
  for (const kit of kits) kit.connect();
  let due = 0;
  let last_ms = performance.now();
  setInterval(() => {
    const now_ms = performance.now();
    due += (pace_per_s * (now_ms - last_ms)) / 1000;
    last_ms = now_ms;
    // all at once, as kits that read on the minute: what comes together is committed together
    for (; due >= kits.length; due -= kits.length) for (const kit of kits) kit.read();
  }, TICK_ms);
}

function ledger(): Ledger {
  return {
    kits: kits.map((kit) => kit.ledger()),
    connections: kits.reduce((sum, kit) => sum + kit.connections, 0),
    reports: kits.reduce((sum, kit) => sum + kit.reports, 0),
    held: kits.reduce((sum, kit) => sum + kit.held(), 0),
  };
}
