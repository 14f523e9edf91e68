import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { ControlServer } from "@yeelen/simulator/control/controlServer";
import { runConsole } from "@yeelen/simulator/control/runConsole";
import { type RunProgress, simulateIntoFile } from "@yeelen/simulator/run/intoFile";
import { LiveRun } from "@yeelen/simulator/run/liveRun";
import { KIT_DAY_FIELDS, type RunSummary } from "@yeelen/simulator/run/summary";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import type { FleetPlan } from "@yeelen/simulator/scenario/plan";
import { startingOn } from "@yeelen/simulator/scenario/shift";
import { count, dayOf, speedOf } from "./arguments";
import { brokerOfService, type KitBroker, namedBroker } from "./broker";
import { CommandError } from "./commandError";
import { printJson, printLine, printNote } from "./print";
import { Progress } from "./progress";
import { kitEntries, scenarioFile } from "./scenarios";
import { untilStopped } from "./untilStopped";

const DAY_ms = 86_400_000;
/** As a shell reports a program that Ctrl-C ended; what was simulated until then is kept. */
const INTERRUPTED = 130;
/** An hour a second: slow enough to interfere with, fast enough to see what comes of it. */
const WATCHED_SPEED = 3600;

/** As the command line has them, see `commands/simulate.ts`. */
export interface SimulateOptions {
  scenario: string;
  seed: string;
  kits?: string;
  days?: string;
  start?: string;
  speed?: string;
  out?: string;
  into?: string;
  broker?: string;
  credentials?: string;
  receipts?: boolean;
  firmware?: true | string;
  console?: boolean;
  control?: true | string;
  threads?: string;
  report: string | boolean;
  json?: boolean;
}

/** Runs a simulation as the options say, and says what came of it. */
export async function runSimulation(options: SimulateOptions): Promise<void> {
  const toBroker = options.into !== undefined || options.broker !== undefined;
  const isInteractive = options.console === true || options.control !== undefined;
  if (options.console && (options.out === "-" || options.json)) {
    throw new CommandError("--console speaks on standard output: it goes with neither --out - nor --json");
  }
  if (options.receipts && (options.broker === undefined || options.firmware)) {
    throw new CommandError(
      "--receipts goes with --broker, and not with --firmware: a kit waits for an acknowledgement",
    );
  }
  const speed = options.speed === undefined && isInteractive ? WATCHED_SPEED : speedOf(options.speed ?? "max");
  const threads = count("--threads", options.threads) ?? availableParallelism();
  const plan = planOf(options, toBroker);
  const stop = new AbortController();
  void interruptWhenStopped(stop);
  // a bar and a prompt would write over each other
  const progress = options.console ? undefined : new Progress(plan.kits.length * plan.days, "kit-days");
  const began_ms = performance.now();
  const watched = {
    plan,
    signal: stop.signal,
    onProgress: ({ days, reports }: RunProgress) => {
      const perSecond = Math.round(reports / ((performance.now() - began_ms) / 1000));
      progress?.update(days * plan.kits.length, `day ${days}/${plan.days}, ${perSecond} reports/s`);
    },
  };
  const file = options.out === undefined ? {} : { path: options.out };
  let summary: RunSummary;
  try {
    if (toBroker || options.firmware || speed !== undefined || isInteractive) {
      const broker = toBroker ? await brokerOf(options, plan) : undefined;
      const live = new LiveRun({
        ...watched,
        into: broker ? { ...broker, takesReceipts: options.receipts ?? false } : file,
        runsFirmware: firmwareOf(options.firmware, plan),
        ...(speed !== undefined && { speed }),
        onOutage: () => progress?.waitsFor(`the broker at ${broker?.host}:${broker?.port}, or who acknowledges there`),
      });
      summary = await interfered(live, plan, options, stop);
    } else {
      summary = await simulateIntoFile({ ...watched, ...file, threads });
    }
  } finally {
    progress?.stop();
  }
  await finish(summary, options);
}

async function interruptWhenStopped(stop: AbortController): Promise<void> {
  await untilStopped();
  process.exitCode = INTERRUPTED;
  stop.abort();
}

/** Runs a simulation with whatever lets people interfere with it. */
async function interfered(
  live: LiveRun,
  plan: FleetPlan,
  options: SimulateOptions,
  stop: AbortController,
): Promise<RunSummary> {
  const { control } = options;
  const port = control === undefined || control === true ? 0 : count("--control", control);
  const server =
    control === undefined ? undefined : new ControlServer(live, plan, { host: "127.0.0.1", port: port ?? 0 });
  if (server) {
    const { url } = await server.start();
    (options.out === "-" || options.json ? printNote : printLine)(`let faults happen and repair them at ${url}`);
  }
  const over = new AbortController();
  const typed = options.console
    ? runConsole(live, plan, { input: process.stdin, output: process.stdout, signal: over.signal })
    : undefined;
  void typed?.then((how) => how === "quit" && stop.abort());
  try {
    return await live.run();
  } finally {
    over.abort();
    await typed;
    // whoever holds the other end of a pipe open must not hold the program
    if (typed) process.stdin.destroy();
    await server?.stop();
  }
}

function planOf(options: SimulateOptions, toBroker: boolean): FleetPlan {
  const kits = count("--kits", options.kits);
  const days = count("--days", options.days);
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(seed)) throw new CommandError("--seed takes a whole number");
  const plan = layOut(loadScenario(scenarioFile(options.scenario)), {
    seed,
    ...(kits && { kits }),
    ...(days && { days }),
  });
  const start_ms = dayOf("--start", options.start);
  if (start_ms !== undefined) return startingOn(plan, start_ms);
  const today_ms = Math.floor(Date.now() / DAY_ms) * DAY_ms;
  if (!toBroker || plan.start_ms + plan.days * DAY_ms <= today_ms) return plan;
  // a service takes no readings from the future
  const shifted = startingOn(plan, today_ms - plan.days * DAY_ms);
  printNote(
    `the scenario would end in the future: it starts on ${new Date(shifted.start_ms).toISOString().slice(0, 10)} instead`,
  );
  return shifted;
}

async function brokerOf(options: SimulateOptions, plan: FleetPlan): Promise<KitBroker> {
  if (options.out !== undefined) throw new CommandError("--out and a broker exclude each other");
  if (options.broker !== undefined) return namedBroker(options.broker, options.credentials, options.receipts);
  return await brokerOfService(options.into, kitEntries(plan));
}

/** Which kits run the bytecode. */
function firmwareOf(option: true | string | undefined, plan: FleetPlan): (kit: string) => boolean {
  if (option === undefined) return () => false;
  if (option === true || option === "all") return () => true;
  const names = plan.kits.map(({ kit }) => kit);
  const chosen = /^\d+$/.test(option) ? names.slice(0, Number(option)) : option.split(",");
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new CommandError(`--firmware: there is no kit ${unknown}`);
  return (kit) => chosen.includes(kit);
}

async function finish(summary: RunSummary, options: SimulateOptions): Promise<void> {
  const { scenario, seed, kits, days, took_s, happenings } = summary;
  const reports = summary.kitDays.length === 0 ? 0 : totalReports(summary);
  const report = reportFile(summary, options.report);
  if (report !== undefined) {
    // what draws takes a while to load
    const { reportHtml } = await import("@yeelen/simulator/report/reportHtml");
    writeFileSync(report, reportHtml(summary));
  }
  const seconds = Math.round(took_s * 10) / 10;
  if (options.json) {
    const where = { ...(options.out !== undefined && { out: options.out }), ...(report && { report }) };
    printJson({ scenario, seed, kits: kits.length, days, reports, happenings: happenings.length, seconds, ...where });
    return;
  }
  // where the reports went to standard output, nothing else may
  const print = options.out === "-" ? printNote : printLine;
  if (days === 0) print("it was stopped before a day was over");
  else print(`${kits.length} kits lived through ${days} days and sent ${reports} reports, in ${seconds} s`);
  if (options.out !== undefined && options.out !== "-") print(`reports and labels: ${options.out}`);
  if (report) print(`what it looked like: ${report}`);
}

/** Where the picture book goes; nowhere where it is not wanted, or there is nothing to show. */
function reportFile({ scenario, seed, days }: RunSummary, option: string | boolean): string | undefined {
  if (option === false) return undefined;
  // there is nothing to draw before a day is over
  if (days === 0) return undefined;
  return option === true ? `simulation-${scenario}-${seed}.html` : option;
}

function totalReports({ kitDays }: RunSummary): number {
  const fields = KIT_DAY_FIELDS.length;
  const at = KIT_DAY_FIELDS.indexOf("reports");
  let sum = 0;
  for (let i = at; i < kitDays.length; i += fields) sum += kitDays[i] as number;
  return sum;
}
