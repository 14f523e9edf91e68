import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Demo } from "@yeelen/shared/answers";
import { loadConfig } from "@yeelen/ingest/config/config";
import { enrol } from "@yeelen/ingest/enrolment";
import { Service } from "@yeelen/ingest/service";
import { Fleet, type FleetKit } from "@yeelen/simulator/fleet/fleet";
import type { Place } from "@yeelen/simulator/model/sun";
import type { Command } from "commander";
import { printLine } from "../print";
import { untilStopped } from "../untilStopped";

const DAY_ms = 24 * 3600_000;
/** The fleet starts this long ago and lives an hour a second until it reaches the present. */
const PAST_ms = 14 * DAY_ms;
const SPEED = 3600;
const HEALTHY_FOR_ms = 10_000;
const SEED = 2026;
const PREFERRED_HTTP_PORT = 8080;

/** Two sites of the programme's regions. */
const sites: { site: string; place: Place; kits: number }[] = [
  { site: "Mopti", place: { latitude_deg: 14.49, longitude_deg: -4.19 }, kits: 8 },
  { site: "Kayes", place: { latitude_deg: 14.45, longitude_deg: -11.44 }, kits: 4 },
];

/** `yeelen demo`: what `npm start` runs. */
export function addDemo(program: Command): void {
  program
    .command("demo")
    .description("run the service with a small simulated fleet, of which one kit fails (what npm start does)")
    .option("--http-port <port>", "port of the page (default: 8080, or any free one)")
    .action(async (options: { httpPort?: string }) => {
      const data = mkdtempSync(join(tmpdir(), "yeelen-demo-"));
      const stop = new AbortController();
      const stopped = untilStopped().then(() => stop.abort());
      try {
        await runDemo(data, options.httpPort, stop.signal, stopped);
      } finally {
        rmSync(data, { recursive: true, force: true });
      }
    });
}

async function runDemo(data: string, httpPort: string | undefined, signal: AbortSignal, stopped: Promise<void>) {
  const kits = registerFleet(data);
  const broken = kits[2] as FleetKit;
  const config = loadConfig({}, undefined, {
    data,
    "mqtt.port": 0,
    "http.port": httpPort ?? ((await isFree(PREFERRED_HTTP_PORT)) ? PREFERRED_HTTP_PORT : 0),
    log: "warn",
  });
  const demo = { kit: broken.kitId, hasFailed: false };
  const service = new Service({ config, demo });
  await service.start();
  const { mqttHost, mqttPort, url } = service.address();
  const fleet = new Fleet({
    kits,
    host: mqttHost,
    port: mqttPort,
    seed: SEED,
    start_ms: Math.floor((Date.now() - PAST_ms) / DAY_ms) * DAY_ms,
    speed: SPEED,
    interval_s: 900,
    uploadInterval_s: 3600,
    signal,
  });
  printLine(`
Yeelen is running, with ${kits.length} simulated kits at ${sites.map(({ site }) => site).join(" and ")}. They live an hour a second.

  Open  ${url}

  All kits are healthy. In ${HEALTHY_FOR_ms / 1000} seconds a battery cell of kit ${broken.kitId} dies; watch it
  appear on the page, or in another terminal with   npx yeelen faults

Ctrl-C stops it; nothing is kept.
`);
  const breaking = breakLater(fleet, demo, signal);
  try {
    await fleet.run();
    await Promise.all([breaking, stopped]);
  } finally {
    await service.stop();
  }
}

async function breakLater(fleet: Fleet, demo: Demo, signal: AbortSignal): Promise<void> {
  try {
    await sleep(HEALTHY_FOR_ms, undefined, { signal });
  } catch {
    return;
  }
  fleet.break(demo.kit, "battery-cell-dead");
  demo.hasFailed = true;
  printLine(
    `${new Date().toLocaleTimeString()}  a battery cell of kit ${demo.kit} has died: the fault appears within seconds`,
  );
}

function registerFleet(data: string): FleetKit[] {
  return sites.flatMap(({ site, place, kits }) => {
    const codes = Array.from({ length: kits }, (_, i) => `demo-${site.toLowerCase()}-${i + 1}`);
    const secrets = enrol(
      data,
      codes.map((code) => ({ code, site, clock: "sender", battery: "lifepo4-4s" })),
    );
    return [...secrets].map(([kitId, secret]) => ({ kitId, secret, place }));
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
