import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "@yeelen/ingest/config/config";
import { enrol } from "@yeelen/ingest/enrolment";
import { Service } from "@yeelen/ingest/service";
import type { Demo } from "@yeelen/shared/answers";
import { LiveRun } from "@yeelen/simulator/run/liveRun";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import { startingOn } from "@yeelen/simulator/scenario/shift";
import type { Command } from "commander";
import { printLine } from "../print";
import { kitEntries, scenarioFile } from "../scenarios";
import { untilStopped } from "../untilStopped";

const DAY_ms = 24 * 3600_000;
/** The fleet starts so long ago and lives an hour a second until it reaches the present. */
const PAST_ms = 14 * DAY_ms;
const SPEED = 3600;
/** Longer than anybody watches. */
const DAYS = 3650;
const HEALTHY_FOR_ms = 10_000;
const SEED = 2026;
const BROKEN = "mopti-3";
const PREFERRED_HTTP_PORT = 8080;

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
  // the kits of the demonstration's scenario, but nothing befalls them except what is said below
  const scenario = { ...loadScenario(scenarioFile("demo")), pinned: [] };
  const start_ms = Math.floor((Date.now() - PAST_ms) / DAY_ms) * DAY_ms;
  const plan = startingOn(layOut(scenario, { seed: SEED, days: DAYS }), start_ms);
  const secrets = enrol(data, kitEntries(plan));
  const config = loadConfig({}, undefined, {
    data,
    "mqtt.port": 0,
    "http.port": httpPort ?? ((await isFree(PREFERRED_HTTP_PORT)) ? PREFERRED_HTTP_PORT : 0),
    log: "warn",
  });
  const demo = { kit: BROKEN, hasFailed: false };
  const service = new Service({ config, demo });
  await service.start();
  const { mqttHost, mqttPort, url } = service.address();
  const fleet = new LiveRun({
    plan,
    into: { host: mqttHost, port: mqttPort, secrets },
    runsFirmware: () => false,
    speed: SPEED,
    signal,
  });
  printLine(`
Yeelen is running, with ${plan.kits.length} simulated kits at ${plan.sites.map(({ name }) => name).join(" and ")}. They live an hour a second.

  Open  ${url}

  All kits are healthy. In ${HEALTHY_FOR_ms / 1000} seconds a battery cell of kit ${BROKEN} dies; watch it
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

async function breakLater(fleet: LiveRun, demo: Demo, signal: AbortSignal): Promise<void> {
  try {
    await sleep(HEALTHY_FOR_ms, undefined, { signal });
  } catch {
    return;
  }
  fleet.inject({ kit: demo.kit, kind: "battery-cell-dead", part: "battery", severity: 1, course_h: 0 });
  demo.hasFailed = true;
  printLine(
    `${new Date().toLocaleTimeString()}  a battery cell of kit ${demo.kit} has died: the fault appears within seconds`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
