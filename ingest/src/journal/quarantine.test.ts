import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./database";
import { Journal } from "./journal";
import { Quarantine } from "./quarantine";
import { quotaLimits } from "./quarantineQuota";

const MINUTE_ms = 60_000;

let directory: string;
let journal: Journal;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-quarantine-"));
  journal = Journal.open(directory);
});
afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

interface Flood {
  kit?: string;
  reason?: string;
  from?: number;
  count: number;
  size_bytes?: number;
  at_ms?: number;
}

/** Messages that are all different. */
function flood({ kit = "kit-a", reason = "undecodable", from = 0, count, size_bytes = 100, at_ms = 0 }: Flood): void {
  journal.transaction(() => {
    for (let i = from; i < from + count; i += 1) {
      const content = Buffer.alloc(size_bytes, `${i} `);
      journal.quarantine.add({ kit, reason, detail: `message ${i}`, received_ms: at_ms, size_bytes, content });
    }
  });
}

const kept = (kit = "kit-a") =>
  journal.quarantine.list(100_000).filter((entry) => entry.kit === kit && entry.content.length > 0);
const counted = () =>
  journal.quarantine
    .list(100_000)
    .filter(({ content }) => content.length === 0)
    .map(({ kit, reason, times }) => [kit, reason, times]);

describe("of one kit's bad messages", () => {
  it.each<[string, Flood, number]>([
    ["as many are kept as its quota has entries", { count: 1000 }, quotaLimits.entries],
    ["as many are kept as its quota has bytes", { count: 200, size_bytes: 16_384 }, quotaLimits.bytes / 16_384],
  ])("%s; the others are counted", (_, what, expected) => {
    flood(what);
    expect(kept()).toHaveLength(expected);
    expect(counted()).toEqual([["kit-a", "undecodable", what.count - expected]]);
    expect(journal.quarantine.count()).toBe(what.count);
  });

  it("those that came before are counted again", () => {
    flood({ count: 300 });
    flood({ count: 300 });
    expect(kept().every(({ times }) => times === 2)).toBe(true);
    expect(counted()).toEqual([["kit-a", "undecodable", 200]]);
    expect(journal.quarantine.count()).toBe(600);
  });

  it("one for another reason is kept all the same, in the place of the oldest", () => {
    flood({ count: 300 });
    flood({ count: 3, reason: "conflict", from: 500 });
    expect(kept()).toHaveLength(quotaLimits.entries);
    expect(kept()[0]).toMatchObject({ reason: "conflict", detail: "message 500" });
    expect(kept().some(({ detail }) => detail === "message 0")).toBe(false);
    expect(counted()).toContainEqual(["kit-a", "conflict", 2]);
  });

  it("one every ten minutes is kept in the place of the oldest", () => {
    flood({ count: 300 });
    for (let minute = 1; minute <= 60; minute += 1)
      flood({ count: 50, from: 1000 * minute, at_ms: minute * MINUTE_ms });
    expect(kept()).toHaveLength(quotaLimits.entries);
    expect(
      kept()
        .slice(0, 7)
        .map(({ detail }) => detail),
    ).toEqual([60, 50, 40, 30, 20, 10].map((minute) => `message ${minute * 1000}`).concat("message 199"));
  });

  it("large ones give way to a large one", () => {
    flood({ count: 64, size_bytes: 16_384 });
    flood({ count: 1, from: 100, size_bytes: 16_000, at_ms: 11 * MINUTE_ms });
    expect(kept()).toHaveLength(64);
    expect(kept()[0]).toMatchObject({ detail: "message 100" });
  });
});

it("a kit that floods takes nothing from another one", () => {
  flood({ count: 1000 });
  flood({ kit: "kit-b", count: 5 });
  expect(kept("kit-b")).toHaveLength(5);
});

it("all kits together have a bound as well, and each keeps one message of each reason", () => {
  const database = openDatabase(directory, "FULL");
  const quarantine = new Quarantine(database, { ...quotaLimits, entries: 5, totalEntries: 20 });
  for (let i = 0; i < 60; i += 1) {
    const content = Buffer.from(`${i}`);
    quarantine.add({ kit: `kit-${i % 10}`, reason: "r", detail: "", received_ms: 0, size_bytes: 1, content });
  }
  quarantine.add({
    kit: "kit-late",
    reason: "r",
    detail: "",
    received_ms: 0,
    size_bytes: 1,
    content: Buffer.from("x"),
  });
  const entries = quarantine.list(1e6).filter(({ content }) => content.length > 0);
  expect(new Set(entries.map(({ kit }) => kit)).size).toBe(11);
  expect(entries).toHaveLength(21);
  expect(quarantine.count()).toBe(61);
  database.close();
});
