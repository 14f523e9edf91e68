import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal } from "../journal/journal";
import { RunWatch } from "./runWatch";

const WINDOW_s = 120;

let directory: string;
let journal: Journal;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-runs-"));
  journal = Journal.open(directory);
});

afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

/** What happens when: at which second, which run answers, where the cursor is, and where it has to go back to. */
type Moment = [at_s: number, run: string, cursor: number, back: number | undefined];

describe("a cursor goes back to where it was a window before the last moment in which the old run was seen", () => {
  it.each<[string, Moment[]]>([
    [
      "not while the server runs on",
      [
        [0, "a", 0, undefined],
        [100, "a", 50, undefined],
        [1000, "a", 900, undefined],
      ],
    ],
    [
      "to the beginning where nothing is older than the window",
      [
        [0, "a", 0, undefined],
        [10, "a", 50, undefined],
        [20, "b", 70, 0],
      ],
    ],
    [
      "by the window, also when it is looked at long after",
      [
        [0, "a", 0, undefined],
        [60, "a", 10, undefined],
        [120, "a", 20, undefined],
        [180, "a", 30, undefined],
        [240, "a", 40, undefined],
        [9999, "b", 55, 20],
      ],
    ],
    [
      "again at the next restart, and not beyond what was sent since the first",
      [
        [0, "a", 0, undefined],
        [100, "a", 500, undefined],
        [200, "a", 600, undefined],
        [210, "b", 610, 0],
        [300, "b", 300, undefined],
        [330, "c", 700, 0],
      ],
    ],
    [
      "not where nothing was sent for a window",
      [
        [0, "a", 0, undefined],
        [10, "a", 30, undefined],
        [200, "a", 30, undefined],
        [400, "a", 30, undefined],
        [500, "b", 30, 30],
      ],
    ],
    [
      "further rather than less far where the clock steps back",
      [
        [1000, "a", 0, undefined],
        [1200, "a", 100, undefined],
        [100, "a", 200, undefined],
        [110, "a", 300, undefined],
        [120, "b", 300, 0],
      ],
    ],
    [
      "never forward, where a power cut took the cursor's last moves back",
      [
        [0, "a", 0, undefined],
        [200, "a", 100, undefined],
        [400, "a", 200, undefined],
        [410, "b", 90, 90],
      ],
    ],
  ])("%s", (_, moments) => {
    let now_s = 0;
    for (const [at_s, run, cursor, back] of moments) {
      now_s = at_s;
      // made anew each time: nothing may depend on a service that runs on
      const watch = new RunWatch(journal.trail, "influx", WINDOW_s * 1000, () => now_s * 1000);
      expect([at_s, watch.saw(run, cursor)]).toEqual([at_s, back]);
    }
  });

  it("keeps no more of the trail than it needs, and keeps consumers apart", () => {
    let now_s = 0;
    const watch = new RunWatch(journal.trail, "one", WINDOW_s * 1000, () => now_s * 1000);
    const other = new RunWatch(journal.trail, "other", WINDOW_s * 1000, () => now_s * 1000);
    for (; now_s < 1000; now_s += 10) watch.saw("a", now_s);
    other.saw("b", 1);
    expect(journal.trail.of("one").length).toBeLessThanOrEqual(WINDOW_s / 10 + 2);
    expect(journal.trail.of("other")).toEqual([{ at_ms: 1_000_000, position: 1, run: "b" }]);
  });
});
