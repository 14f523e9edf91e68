import pino from "pino";
import { Writable } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import { JournalWatch } from "./journalWatch";
import { Metrics } from "./metrics";

let lines: string[];
let now_s: number;
let watch: JournalWatch;
beforeEach(() => {
  lines = [];
  now_s = 1000;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push((JSON.parse(chunk.toString()) as { msg: string }).msg);
      done();
    },
  });
  const metrics = new Metrics(() => Promise.reject(new Error("nobody asks")));
  watch = new JournalWatch("/var/lib/yeelen", metrics, pino(sink), () => now_s * 1000);
});

const full = new Error("database or disk is full");
const isFull = "no kit is answered: the disk that holds /var/lib/yeelen is full: make room, and it goes on by itself";
const again = "the journal takes commits again";

describe("the journal's watch", () => {
  it.each<[string, RegExp]>([
    ["database or disk is full", /is full: make room/],
    ["disk I/O error", /has errors/],
    ["attempt to write a readonly database", /cannot be written/],
    ["unable to open database file", /cannot be written/],
    ["database disk image is malformed", /is damaged/],
    ["file is not a database", /is damaged/],
    ["database is locked", /another program holds/],
    ["the writer ended", /failed, and is started again/],
    ["the writer failed: database disk image is malformed", /is damaged/],
  ])('takes "%s" for trouble with the journal', (message, says) => {
    watch.failed(new Error(message));
    expect(watch.error).toMatch(says);
  });

  it("does not blame the journal for one message that cannot be kept", () => {
    for (let i = 0; i < 5; i++) watch.failed(new Error("a reading would be kept twice"));
    expect(watch.error).toBeNull();
    expect(lines).toEqual(["a message could not be committed"]);
  });

  it("says once that the disk is full, and once that it is no more", () => {
    for (; now_s < 1500; now_s++) watch.failed(full);
    expect(lines).toEqual([isFull]);
    for (let i = 0; i < 5; i++) watch.committed(10, 0.01);
    expect(watch.error).toBeNull();
    expect(lines).toEqual([isFull, again]);
  });

  it("does not fill the log where commits fail and succeed in turn", () => {
    for (; now_s < 1060; now_s++) {
      watch.failed(full);
      watch.committed(1, 0.01);
    }
    expect(lines).toEqual([isFull, again]);
  });

  it.each([
    [5, "is full"],
    [30, null],
  ])("believes its own commit %i s after a kit's failed: %s", (later_s, error) => {
    watch.failed(full);
    now_s += later_s;
    watch.probed();
    if (error === null) expect(watch.error).toBeNull();
    else expect(watch.error).toContain(error);
  });

  it("names a slow commit, once a minute at most", () => {
    for (; now_s < 1119; now_s++) watch.committed(100, now_s % 2 === 0 ? 1.5 : 0.01);
    expect(lines).toEqual(["slow commit", "slow commit"]);
  });
});
