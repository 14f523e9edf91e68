import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { Body } from "../life/body";
import { MINUTES } from "../life/site";
import { RecordingBroker } from "../run/recordingBroker";
import { FirmwareKit } from "../vm/firmwareKit";
import { sampleOfRow } from "../vm/sampleOfRow";
import { VirtualClock } from "../vm/virtualClock";
import { deviceIdOf, VmDevice } from "../vm/device";
import { BALLAST, buildVariant } from "./firmwareVariant";
import { normalHouseholds, siteOf } from "./fleet";

/** What the runtime gives a program on the chip and in the virtual machine alike (`JD_GC_KB`). */
const HEAP_bytes = 64 * 1024;
/** Heap sizes are found to this. */
const RESOLUTION_bytes = 256;
/** The runtime's panic where there is no memory left. */
const OUT_OF_MEMORY = 60_004;
/** A ring that leaves too little for a report. */
const TOO_BIG_bytes = 45_000;

/** Time between two readings while the ring fills: as short as the sensors answer, so that it takes hours and not weeks. */
const INTERVAL_s = 10;
const FILLING_h = 7;
/** What lies between two of them in the household's life: a quarter of an hour, as usual. */
const LIVED_min = 15;
const SENDING_min = 15;

/** What was found out about the program's memory. */
export interface HeapFound {
  /** The most that an otherwise empty program can take. */
  usable_bytes: number;
  /** The most that the kit's program has in use at any time, with a full ring and a report under way. */
  peak_bytes: number;
  /** Why the program does not get through even with all of the heap; its peak is then given as all of it. */
  problem: string | undefined;
  /** Whether a program with a ring that is too big runs out of memory, as it must if the measurement is worth anything. */
  failsWhenRingIsTooBig: boolean;
}

/**
 * Takes more and more of the heap away from the program before it starts, until it does not get
 * through any more: what it still needs then is its peak.
 */
export async function measureHeap(onStep: () => void): Promise<HeapFound> {
  const nothing = buildVariant("nothing");
  const kit = buildVariant("kit");
  const usable_bytes = await mostBallast(async (ballast) => {
    onStep();
    return await livesOnNothing(nothing, ballast);
  });
  let problem: string | undefined;
  const ballast = await mostBallast(async (ballast) => {
    onStep();
    const problemNow = await livesThrough(kit, ballast);
    if (ballast === 0) problem = problemNow;
    return problemNow === undefined;
  }, usable_bytes);
  const problemWhenTooBig = await livesThrough(buildVariant("kit", TOO_BIG_bytes), 0);
  return {
    usable_bytes,
    peak_bytes: problem === undefined ? usable_bytes - ballast : HEAP_bytes,
    problem,
    // a kit that fails with any ring proves nothing
    failsWhenRingIsTooBig: problem === undefined && problemWhenTooBig === `panic ${OUT_OF_MEMORY}`,
  };
}

/** The most for which `lives` holds, to `RESOLUTION_bytes`; NaN where it does not even without ballast. */
export async function mostBallast(
  lives: (ballast_bytes: number) => Promise<boolean>,
  limit_bytes: number = HEAP_bytes,
): Promise<number> {
  if (!(await lives(0))) return NaN;
  let low = 0;
  let high = Math.ceil(limit_bytes / RESOLUTION_bytes);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await lives(middle * RESOLUTION_bytes)) low = middle;
    else high = middle;
  }
  return low * RESOLUTION_bytes;
}

async function livesOnNothing(bytecode: Uint8Array, ballast: number): Promise<boolean> {
  const clock = new VirtualClock(0);
  let isAlive = false;
  let panics = 0;
  const device = new VmDevice({
    deviceId: deviceIdOf("bench"),
    bytecode,
    clock,
    flash: { content: new Uint8Array(0) },
    settings: () => ({ [BALLAST]: ballast }),
    onLog: (line) => (isAlive ||= line.startsWith("> alive")),
    onPanic: () => (panics += 1),
  });
  await device.start();
  await clock.run(10_000);
  device.stop();
  return isAlive && panics === 0;
}

/**
 * Fills the kit's ring until it has to thin, then lets it report to a real broker while it goes on
 * measuring.
 *
 * @returns what went wrong, undefined where nothing did
 */
async function livesThrough(bytecode: Uint8Array, ballast: number): Promise<string | undefined> {
  const clock = new VirtualClock(0);
  let hasNetwork = false;
  let panic: number | undefined;
  let reports = 0;
  let isFull = false;
  const broker = new RecordingBroker(
    (_kit, report) => {
      reports += 1;
      isFull ||= decodeReport(report).frame.dropped.length > 0;
    },
    () => clock.now(),
  );
  const port = await broker.start();
  const kit = new FirmwareKit({
    kitId: "bench",
    secret: "x".repeat(32),
    host: "127.0.0.1",
    port,
    interval_s: INTERVAL_s,
    upload_s: 0,
    battery_mAh: 6000,
    clock,
    bytecode,
    flash: { content: new Uint8Array(0) },
    reach: () => (hasNetwork ? "acknowledged" : "no-hotspot"),
    settings: { [BALLAST]: ballast },
    onPanic: (code) => (panic ??= code),
  });
  const sensors = noisySensors();
  const run = async (minutes: number) => {
    for (let minute = 0; minute < minutes && panic === undefined; minute++) {
      for (let at = 0; at < 60 / INTERVAL_s; at++) {
        kit.set(sensors());
        await clock.run(clock.now() + INTERVAL_s * 1000);
      }
    }
  };
  try {
    await kit.start();
    await run(FILLING_h * 60);
    hasNetwork = true;
    await run(SENDING_min);
  } finally {
    kit.stop();
    await broker.stop();
  }
  if (panic !== undefined) return `panic ${panic}`;
  if (!isFull) return "the ring was never full";
  return reports > 0 ? undefined : "nothing was sent";
}

/** What the sensors of a normal household show, one reading of its days after the other. */
function noisySensors(): () => ReturnType<typeof sampleOfRow> {
  const plan = normalHouseholds({ kits: 1, days: 30 }, 0, "always");
  const [planned] = plan.kits;
  if (!planned) throw new Error("the programme has no kit");
  const body = new Body(planned, [], plan.phones, plan.seed);
  const site = siteOf(plan, planned);
  let minutes = 0;
  return () => {
    for (let lived = 0; lived < LIVED_min; lived++, minutes++) {
      if (minutes % MINUTES === 0) body.beginDay(site.dayOf(minutes / MINUTES));
      body.minute(minutes % MINUTES, 0, 0);
    }
    const row = emptyRow();
    body.sensors.measureBattery(row);
    body.sensors.measureRest(row);
    return sampleOfRow(row);
  };
}
