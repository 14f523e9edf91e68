import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Intake } from "../intake/intake";
import { FoldFile } from "../journal/foldFile";
import { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import { FaultFollower, foldVersion } from "./follower";

const START_ms = Date.UTC(2026, 0, 1);
const DAY_ms = 24 * 3600_000;

let directory: string;
let journal: Journal;
let intake: Intake;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-kept-"));
  journal = Journal.open(directory);
  intake = new Intake(journal, pino({ level: "silent" }));
});
afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

function aKit(code: string, site = "Koro"): KitRecord {
  journal.kits.add({ code, site, clock: "server", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) }, START_ms);
  return journal.kits.find(code) as KitRecord;
}

/** A kit reports an evening in which its first lamp is broken, or is not. */
function reports(kit: KitRecord, day: number, condition: "open" | "ok"): void {
  const readings = [0, 1, 2, 3].map((quarter) => ({
    sequence: day * 4 + quarter,
    uptime_s: 1_000_000 + day * 86_400 + quarter * 900,
    battery: { voltage_mV: 13_000 },
    lamps: [{ commanded_pct: 100, current_mA: condition === "open" ? 0 : 180, condition }],
  }));
  const uptime_s = readings.at(-1)?.uptime_s;
  const report = { version: "1.0", incarnation: 1, uptime_s, boots: [{ boot: 1, readings }] };
  intake.receive(kit, "json", Buffer.from(JSON.stringify(report)), START_ms + day * DAY_ms + 20 * 3600_000);
}

const file = () => new FoldFile(directory, foldVersion);
const historyOf = (follower: FaultFollower, kits: readonly KitRecord[]) =>
  kits.map(({ code }) => follower.historyOf(code));

describe("what was found and kept", () => {
  it("is gone on with after a start, and ends in what the whole journal gives", async () => {
    const kits = [aKit("a"), aKit("b"), aKit("c", "Kita")] as const;
    const days: [kit: 0 | 1 | 2, day: number, condition: "open" | "ok"][] = [
      [0, 0, "ok"],
      [1, 0, "open"],
      [2, 1, "open"],
      [0, 3, "open"],
      [1, 4, "ok"],
      [2, 2, "ok"],
    ];
    let follower = new FaultFollower(journal, undefined, file());
    for (const [kit, day, condition] of days) {
      reports(kits[kit], day, condition);
      await follower.follow();
      await follower.save();
      // what is restored has read nothing twice, and forgotten nothing
      const read: number[] = [];
      follower = new FaultFollower(journal, ({ readings }) => read.push(readings.length), file());
      await follower.follow();
      expect(read).toEqual([]);
      const anew = new FaultFollower(journal);
      await anew.follow();
      expect(historyOf(follower, kits)).toEqual(historyOf(anew, kits));
      expect(follower.visible(0)).toEqual(anew.visible(0));
    }
    expect(historyOf(follower, kits).map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("is read on from where it was kept after a kill", async () => {
    const kit = aKit("a");
    reports(kit, 0, "ok");
    const first = new FaultFollower(journal, undefined, file());
    await first.follow();
    await first.save();
    reports(kit, 1, "open");
    await first.follow();
    // killed before it was kept
    const read: number[] = [];
    const second = new FaultFollower(journal, ({ readings }) => read.push(readings.length), file());
    await second.follow();
    expect(read).toEqual([4]);
    expect(second.historyOf("a")).toEqual(first.historyOf("a"));
    expect(second.historyOf("a")).toHaveLength(1);
  });

  it("is made anew where a kit has moved, at both its sites", async () => {
    const kits = [aKit("a"), aKit("b")] as const;
    reports(kits[0], 0, "open");
    reports(kits[1], 0, "open");
    const follower = new FaultFollower(journal);
    await follower.follow();
    journal.kits.move(kits[0].id, "Kita");
    reports(journal.kits.find("a") as KitRecord, 1, "ok");
    await follower.follow();
    const anew = new FaultFollower(journal);
    await anew.follow();
    expect(historyOf(follower, kits)).toEqual(historyOf(anew, kits));
    expect(follower.visible(0).map(({ kit }) => kit)).toEqual(["b"]);
  });

  it("is made anew where a reading comes that is older than what can be judged anew", async () => {
    const kit = aKit("a");
    for (const day of [40, 60, 80, 100, 120]) reports(kit, day, "ok");
    const follower = new FaultFollower(journal);
    await follower.follow();
    reports(kit, 20, "open");
    await follower.follow();
    const anew = new FaultFollower(journal);
    await anew.follow();
    expect(follower.historyOf("a")).toEqual(anew.historyOf("a"));
    expect(follower.historyOf("a")).toMatchObject([{ kind: "lamp-open", cleared_ms: expect.any(Number) }]);
  });
});
