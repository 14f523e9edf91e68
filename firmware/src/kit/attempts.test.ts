import { describe, expect, it } from "vitest";
import { Attempts, Stage } from "./attempts";

const nothing = Buffer.alloc(0);
const BOOT = 3;

/** Spans as [boot, stage, first, last, count]. */
function spansOf(attempts: Attempts): number[][] {
  const flat = attempts.travelling();
  return Array.from({ length: flat.length / 5 }, (_, i) => flat.slice(5 * i, 5 * i + 5));
}

function after(...attempts: [Stage, number][]): Attempts {
  const log = new Attempts(BOOT, nothing);
  for (const [stage, uptime_s] of attempts) log.add(stage, uptime_s);
  return log;
}

describe("the log of attempts to connect", () => {
  it("counts attempts that come equally far, one after the other, as one span", () => {
    const log = after(
      [Stage.NoHotspot, 100],
      [Stage.NoHotspot, 125],
      [Stage.NoHotspot, 150],
      [Stage.Joined, 175],
      [Stage.NoHotspot, 200],
    );
    expect(spansOf(log)).toEqual([
      [3, Stage.NoHotspot, 100, 150, 3],
      [3, Stage.Joined, 175, 175, 1],
      [3, Stage.NoHotspot, 200, 200, 1],
    ]);
  });

  it("forgets what an acknowledged report carried, and nothing before", () => {
    const log = after([Stage.NoHotspot, 100], [Stage.Joined, 175]);
    log.told();
    expect(spansOf(log).length).toBe(2);
    log.told();
    expect(spansOf(log)).toEqual([]);
  });

  it("goes on counting in a span whose report was lost, and tells it again as a whole", () => {
    const log = after([Stage.Accepted, 100]);
    log.travelling();
    log.add(Stage.Accepted, 160);
    // an answer to the report before says nothing of what came since
    log.told();
    expect(spansOf(log)).toEqual([[3, Stage.Accepted, 100, 160, 2]]);
  });

  it("puts its oldest spans together when it is full, as far as most of their attempts came", () => {
    const log = new Attempts(BOOT, nothing);
    for (let i = 0; i < 4; i++) {
      log.add(Stage.NoHotspot, 1000 * i);
      log.add(Stage.NoHotspot, 1000 * i + 25);
      log.add(Stage.Joined, 1000 * i + 50);
    }
    log.add(Stage.Hotspot, 5000);
    expect(spansOf(log).slice(0, 2)).toEqual([
      [3, Stage.NoHotspot, 0, 50, 3],
      [3, Stage.NoHotspot, 1000, 1025, 2],
    ]);
    expect(spansOf(log).length).toBe(8);
    log.add(Stage.NoHotspot, 6000);
    expect(spansOf(log)[0]).toEqual([3, Stage.NoHotspot, 0, 1025, 5]);
    const total = spansOf(log).reduce((sum, span) => sum + (span[4] as number), 0);
    expect(total).toBe(14);
  });

  it("survives a reset, and a broken record is left out", () => {
    const record = after([Stage.NoHotspot, 4_147_200], [Stage.Joined, 4_147_225]).record();
    const next = new Attempts(BOOT + 1, record);
    next.add(Stage.Joined, 20);
    expect(spansOf(next)).toEqual([
      [3, Stage.NoHotspot, 4_147_200, 4_147_200, 1],
      [3, Stage.Joined, 4_147_225, 4_147_225, 1],
      [4, Stage.Joined, 20, 20, 1],
    ]);
    for (let i = 0; i < record.length; i++) {
      const broken = Buffer.from(record);
      broken[i] = (broken[i] as number) ^ 1;
      expect(spansOf(new Attempts(BOOT, broken))).toEqual([]);
    }
    expect(spansOf(new Attempts(BOOT, record.subarray(0, 5)))).toEqual([]);
  });

  it("lets the oldest go where its boot was another", () => {
    let log = new Attempts(0, nothing);
    for (let boot = 1; boot <= 9; boot++) {
      log = new Attempts(boot, log.record());
      log.add(Stage.NoHotspot, 10);
    }
    expect(spansOf(log).map(([boot]) => boot)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("fits a record of flash with the largest numbers there are", () => {
    let log = new Attempts(0, nothing);
    for (let i = 0; i < 8; i++) {
      log = new Attempts(0xffffffff - i, log.record());
      log.add(Stage.Accepted, 0xffffffff);
    }
    expect(log.record().length).toBeLessThanOrEqual(203);
    expect(spansOf(new Attempts(1, log.record())).length).toBe(8);
  });
});
