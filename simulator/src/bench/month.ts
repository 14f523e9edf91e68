import { Body } from "../life/body";
import { MINUTES } from "../life/site";
import { VmBoard } from "../life/vmBoard";
import { RecordingBroker } from "../run/recordingBroker";
import { firmwareBytecode } from "../vm/bytecode";
import { normalHouseholds, siteOf } from "./fleet";

const MINUTE_ms = 60_000;

export interface MonthFound {
  bytecode_bytes: number;
  /** Time of the processor for all of it: the kit, its household, its broker. */
  cpu_s: number;
  days: number;
  reports: number;
}

/**
 * Lives some days of a normal household with a kit that runs the firmware's bytecode, with all its
 * sensors, switches and buttons. Nothing else may be at work in this process.
 */
export async function measureMonth(days: number, upload_s: number, onDay: () => void): Promise<MonthFound> {
  const plan = normalHouseholds({ kits: 1, days }, upload_s, "habits");
  const [kit] = plan.kits;
  if (!kit) throw new Error("the programme has no kit");
  const bytecode = firmwareBytecode();
  let reports = 0;
  const broker = new RecordingBroker(
    () => (reports += 1),
    () => board.clock.now(),
  );
  const port = await broker.start();
  const { seed, interval_s, start_ms } = plan;
  const body = new Body(kit, [], plan.phones, seed);
  const server = { host: "127.0.0.1", port, secret: "x".repeat(32) };
  const board = new VmBoard(
    { plan: kit, body, seed, interval_s, upload_s, hasClock: false, bytecode, ...server },
    start_ms,
  );
  const site = siteOf(plan, kit);
  const before = process.cpuUsage();
  try {
    for (let index = 0; index < days; index++) {
      const day = site.dayOf(index);
      body.beginDay(day);
      for (let minute = 0; minute < MINUTES; minute++) {
        body.minute(minute, board.outputsOff(), board.radioShare);
        await board.tick(day.start_ms + (minute + 1) * MINUTE_ms);
      }
      onDay();
    }
  } finally {
    board.stop();
    await broker.stop();
  }
  const { user, system } = process.cpuUsage(before);
  return { bytecode_bytes: bytecode.length, cpu_s: (user + system) / 1e6, days, reports };
}
