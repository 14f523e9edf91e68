import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { acknowledge } from "../kit/acknowledge";
import type { NativeBoard } from "../life/nativeBoard";
import type { FleetPlan, PlannedKit } from "../scenario/plan";
import { BoardLife } from "./boardLife";
import { type FleetSize, normalHouseholds } from "./fleet";

const DAY_s = 86_400;
const DAYS_PER_YEAR = 365.25;
/** Halves of flash, each erased at every other collection. */
const HALVES = 2;
/** No kit is taken to keep more: the search for the day on which its memory is full ends. */
const LONGEST_days = 60;

/** How much history kits keep while nobody hears them. The least of the households that were tried. */
export interface Kept {
  /** Every reading, in memory, until the first is thinned. */
  ring_days: number;
  /** Every reading, in flash: what a power cut left of the newest history without a gap. */
  flash_days: number;
  /** Newest readings that the power cut took, counted in hours. The most of the households. */
  lost_h: number;
}

/** How often kits write to flash. The most of the households. */
export interface FlashUse {
  writesPerYear: number;
  /** Of each sector of flash. */
  erasesInFiveYears: number;
}

/** Fills the memory of kits whose phones never come, then cuts their power. */
export function measureKeeping(kits: number, upload_s: number): Kept {
  const plan = normalHouseholds({ kits, days: LONGEST_days }, upload_s, "always");
  const found = plan.kits.map((kit) => keptBy(plan, kit));
  return {
    ring_days: Math.min(...found.map(({ ring_days }) => ring_days)),
    flash_days: Math.min(...found.map(({ flash_days }) => flash_days)),
    lost_h: Math.max(...found.map(({ lost_h }) => lost_h)),
  };
}

/** Counts what kits write to flash while their phones come and go. */
export function measureFlashUse(size: FleetSize, upload_s: number): FlashUse {
  const plan = normalHouseholds(size, upload_s, "habits");
  const found = plan.kits.map((kit) => {
    const life = new BoardLife(plan, kit);
    for (let day = 0; day < plan.days; day++) life.day(day, true);
    const { writes, collections } = life.board.flash;
    const years = plan.days / DAYS_PER_YEAR;
    return { writesPerYear: writes / years, erasesInFiveYears: ((collections / years) * 5) / HALVES };
  });
  return {
    writesPerYear: Math.max(...found.map(({ writesPerYear }) => writesPerYear)),
    erasesInFiveYears: Math.max(...found.map(({ erasesInFiveYears }) => erasesInFiveYears)),
  };
}

function keptBy(plan: FleetPlan, kit: PlannedKit): Kept {
  const life = new BoardLife(plan, kit);
  const { board } = life;
  let held = 0;
  for (let day = 0; day < plan.days && board.dropped === 0; day++) {
    life.day(day, false, () => {
      if (board.dropped === 0) held = board.kit?.held() ?? 0;
    });
  }
  const taken = board.kit?.nextSequence() ?? 0;
  life.cutPower();
  const kept = newest(board);
  const complete = kept.findIndex((sequence, i) => i > 0 && sequence !== (kept[i - 1] as number) - 1);
  const readingsPerDay = DAY_s / plan.interval_s;
  return {
    ring_days: held / readingsPerDay,
    flash_days: (complete < 0 ? kept.length : complete) / readingsPerDay,
    lost_h: ((taken - 1 - (kept[0] ?? -1)) * plan.interval_s) / 3600,
  };
}

/** Everything that a kit has after its start, the newest first: what it sends to a server that takes it. */
function newest({ kit }: NativeBoard): number[] {
  const kept: number[] = [];
  const buffer = Buffer.alloc(512);
  for (let uptime_s = 1; kit && kit.held() > 0; uptime_s++) {
    const report = kit.nextReport(uptime_s, -60);
    if (!report) break;
    const { frame } = decodeReport(report);
    kept.push(...frame.groups.flatMap(({ rows }) => rows.map((row) => row[Column.Sequence] as number)));
    kit.receive(acknowledge(report, uptime_s * 1000, buffer), uptime_s);
  }
  return kept.toSorted((a, b) => b - a);
}
