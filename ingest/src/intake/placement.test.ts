import { Column, emptyRow, type Group, GroupClock, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { timeOfRow } from "../journal/eventTime";
import type { Clock } from "../journal/kits";
import { place, type Span } from "./placement";

const received_ms = Date.UTC(2026, 10, 23, 12);

function group(
  boot: number,
  rows: [sequence: number, uptime_s: number][],
  anchor?: [uptime_s: number, time_s: number],
): Group {
  return {
    boot,
    resetCause: NOT_MEASURED,
    anchorUptime_s: anchor?.[0] ?? NOT_MEASURED,
    anchorTime_s: anchor?.[1] ?? NOT_MEASURED,
    clock: GroupClock.Uptime_s,
    rows: rows.map(([sequence, uptime_s]) => {
      const row = emptyRow();
      row[Column.Sequence] = sequence;
      row[Column.Time] = uptime_s;
      return row;
    }),
  };
}

function spanOf({ rows, ...group }: Group): Span {
  const sequences = rows.map((row) => row[Column.Sequence] as number);
  const times = rows.map((row) => row[Column.Time] as number);
  return {
    ...group,
    count: rows.length,
    firstSequence: Math.min(...sequences),
    lastSequence: Math.max(...sequences),
    lowestTime: Math.min(...times),
    highestTime: Math.max(...times),
  };
}

const neighbour = (time_ms: number | undefined) => (time_ms === undefined ? undefined : { time_ms, estimated: false });

/** Event times of all rows relative to the time of receipt in s, with `~` where they are estimated. */
function placed(
  groups: Group[],
  uptime_s: number,
  clock: Clock = "server",
  before_ms?: number,
  after_ms?: number,
  newest?: { sequence: number; time_ms: number },
): string[] {
  const placements = place(groups.map(spanOf), uptime_s, received_ms, clock, {
    before: () => neighbour(before_ms),
    behind: () => neighbour(after_ms),
    newest,
  });
  return groups.flatMap((one, g) =>
    one.rows.map((row) => {
      const { base_ms, estimated } = placements[g] as { base_ms: number; estimated: boolean };
      return `${estimated ? "~" : ""}${(timeOfRow(row, one.clock, base_ms) - received_ms) / 1000}`;
    }),
  );
}

const yesterday_s = received_ms / 1000 - 86_400;

describe("a reading is placed", () => {
  it("in the boot that sends it: by how long ago it was taken", () => {
    expect(
      placed(
        [
          group(3, [[9, 900]]),
          group(3, [
            [7, 0],
            [8, 450],
          ]),
        ],
        1000,
      ),
    ).toEqual(["-100", "-1000", "-550"]);
  });

  it("in an earlier boot: by the last server time the kit knew in it", () => {
    const groups = [
      group(3, [[9, 100]]),
      group(
        2,
        [
          [4, 500],
          [5, 1400],
        ],
        [200, yesterday_s],
      ),
    ];
    expect(placed(groups, 100)).toEqual(["0", "-86100", "-85200"]);
  });

  it("in a report that does not say in which boot it was made: by the anchor of its newest boot too", () => {
    const groups = [group(3, [[9, 100]], [200, yesterday_s]), group(2, [[4, 500]], [100, yesterday_s - 86_400])];
    expect(placed(groups, NOT_MEASURED)).toEqual(["-86500", "-172400"]);
  });

  it("without an anchor: as late as the next boot allows", () => {
    expect(
      placed(
        [
          group(3, [[9, 600]]),
          group(2, [
            [4, 900],
            [5, 1800],
          ]),
        ],
        600,
      ),
    ).toEqual(["0", "~-1500", "~-600"]);
  });

  it("without an anchor, after a reading that is known: in the middle", () => {
    const before_ms = received_ms - 10_600_000;
    expect(
      placed(
        [
          group(3, [[9, 600]]),
          group(2, [
            [4, 900],
            [5, 1800],
          ]),
        ],
        600,
        "server",
        before_ms,
      ),
    ).toEqual(["0", "~-6050", "~-5150"]);
  });

  it("of an earlier boot that travels alone, without an anchor: before the next reading that is known", () => {
    const groups = [group(2, [[7, 100]])];
    const [from_ms, to_ms] = [received_ms - 8_000_000, received_ms - 6_000_000];
    expect(placed(groups, NOT_MEASURED, "server", undefined, to_ms)).toEqual(["~-6000"]);
    expect(placed(groups, NOT_MEASURED, "server", from_ms, to_ms)).toEqual(["~-7000"]);
    // nothing is known: the newest of it may have been taken just now
    expect(placed(groups, NOT_MEASURED)).toEqual(["0"]);
  });

  it("in the boot before a boot that was estimated itself", () => {
    const groups = [group(3, [[9, 100]]), group(2, [[5, 50]]), group(1, [[4, 30]])];
    expect(placed(groups, 100)).toEqual(["0", "~-100", "~-150"]);
  });

  it("by its own clock alone where the kit is registered so, in the boot that sends it too", () => {
    expect(placed([group(1, [[9, 3600]], [0, yesterday_s])], 3600, "sender")).toEqual(["-82800"]);
  });

  it("by the newest reading where the report does not say when it was made", () => {
    expect(
      placed(
        [
          group(NOT_MEASURED, [
            [1, 10],
            [2, 70],
          ]),
        ],
        NOT_MEASURED,
      ),
    ).toEqual(["-60", "0"]);
  });

  it("in the boot that sends it, as an estimate where that is before readings that came earlier: the clock was put back", () => {
    const newest = { sequence: 8, time_ms: received_ms + 3_600_000 };
    expect(placed([group(3, [[9, 100]])], 100, "server", undefined, undefined, newest)).toEqual(["~0"]);
    expect(placed([group(3, [[7, 100]])], 100, "server", undefined, undefined, newest)).toEqual(["0"]);
  });

  it.each([
    ["behind the boot that follows", received_ms / 1000 + 86_400, "~-5000"],
    ["before a reading that came before it", received_ms / 1000 - 30 * 86_400, "~-5000"],
    ["between its neighbours", received_ms / 1000 - 6000, "-6000"],
  ])("in an earlier boot whose anchor puts it %s", (_, anchor_s, expected) => {
    const groups = [group(3, [[9, 0]]), group(2, [[4, 500]], [500, anchor_s])];
    expect(placed(groups, 0, "server", received_ms - 10_000_000)).toEqual(["0", expected]);
  });
});
