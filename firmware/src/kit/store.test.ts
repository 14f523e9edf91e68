import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { RowUnpacker } from "@yeelen/shared/wire/packedRows";
import { expect, it } from "vitest";
import { batteryProfile } from "./battery";
import { RECORDS } from "./backlog";
import { READINGS_PER_REPORT, RING_bytes, type FlashWrite, type KitSettings } from "./settings";
import { Kit } from "./kit";
import { Slot } from "./slot";

const settings: KitSettings = {
  flash: [],
  random: 0.5,
  rest: () => undefined,
  resetCause: 0,
  firmware: "0.1.0",
  clock_s: 0,
  interval_s: 900,
  uploadInterval_s: 0,
  ring_bytes: RING_bytes,
  readingsPerReport: READINGS_PER_REPORT,
  battery: batteryProfile("lifepo4-4s", 7000),
};

/** A reading of a normal day: every column that a board has moves as much as its sensors err. */
function row(i: number): number[] {
  const values = emptyRow();
  const hour = (i % 96) / 4;
  const sun = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
  const noise = (size: number) => ((i * 7919 + size * 31) % (2 * size + 1)) - size;
  values[Column.BatteryVoltage_mV] = 12_800 + 8 * (Math.round(60 * sun) + noise(2));
  values[Column.BatteryCurrent_mA] = 2 * (Math.round(900 * sun) - 20 + noise(3));
  values[Column.PanelVoltage_mV] = 8 * (Math.round(2200 * Math.min(1, 4 * sun)) + noise(4));
  values[Column.PanelCurrent_mA] = 2 * (Math.round(900 * sun) + (sun > 0 ? noise(9) : 0));
  values[Column.BatteryTemperature_degC] = 27 + Math.round(6 * sun);
  values[Column.ControllerTemperature_degC] = 29 + Math.round(8 * sun) + (noise(4) > 2 ? 1 : 0);
  for (let lamp = 0; lamp < 3; lamp++) {
    const isOn = hour >= 18 + lamp && hour < 22;
    values[Column.Lamp1Commanded_pct + lamp] = isOn ? 100 : 0;
    values[Column.Lamp1Current_mA + lamp] = isOn ? 180 + noise(2) : 0;
  }
  values[Column.Usb1Current_mA] = hour > 9 && hour < 12 ? 500 + noise(8) : 0;
  values[Column.Usb2Current_mA] = 0;
  values[Column.RadioCurrent_mA] = 0;
  values[Column.RadioLight_pct] = 0;
  return values;
}

/** A board whose flash keeps everything, off the network. */
function aBoard() {
  const flash = new Map<string, Buffer>();
  let writes = 0;
  const start = () => new Kit({ ...settings, flash: [...flash].map(([key, bytes]): FlashWrite => ({ key, bytes })) });
  let kit = start();
  const keep = (uptime_s: number) => {
    for (let work = kit.flashWork(uptime_s); work; work = kit.flashWork(uptime_s)) {
      expect(work.bytes.length).toBeLessThanOrEqual(220);
      if (work.bytes.length > 0) flash.set(work.key, work.bytes);
      else flash.delete(work.key);
      writes += 1;
      kit.flashDone(true);
    }
  };
  keep(0);
  return {
    flash,
    kit: () => kit,
    writes: () => writes,
    takes: (count: number) => {
      for (let i = 1; i <= count; i++) {
        kit.take(row(i), 900 * i);
        keep(900 * i);
      }
    },
    restarts: () => {
      kit = start();
    },
    sequences: () => sequencesOf(kit),
  };
}

/** What the kit holds, oldest first. */
function sequencesOf(kit: Kit): number[] {
  const { ring } = kit["store"];
  const sequences: number[] = [];
  for (let at = ring.start; at < ring.end; at = ring.after(at)) {
    const unpacker = new RowUnpacker(ring.bytes, at + Slot.Rows, ring.after(at), 0, Column.Count);
    for (let i = 0; i < (ring.bytes[at + Slot.Count] as number); i++) {
      const one = emptyRow();
      unpacker.next(one);
      sequences.push((one[Column.Sequence] as number) * 2 ** ring.level(at));
    }
  }
  return sequences;
}

it("memory holds a fortnight at 15 minutes without thinning", () => {
  const board = aBoard();
  board.takes(1344);
  expect(board.kit().thinned()).toBe(0);
  expect(board.kit().held()).toBe(1344);
});

it("beyond that the oldest history gets coarser step by step, and nothing is cut off", () => {
  const board = aBoard();
  board.takes(40 * 96);
  const kept = board.sequences();
  const steps = kept.slice(1).map((sequence, i) => sequence - (kept[i] as number));
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(40 * 96 - 1);
  // the older, the coarser
  expect(steps).toEqual(steps.toSorted((a, b) => b - a));
  expect(Math.max(...steps)).toBeLessThanOrEqual(8);
  expect(board.kit().thinned() + board.kit().held()).toBe(40 * 96);
});

it("flash has the newest four days whole, the rest coarser, and at most the last hour is lost with a power cut", () => {
  const board = aBoard();
  board.takes(14 * 96 + 3);
  board.restarts();
  const kept = board.sequences();
  const newest = 14 * 96 - 1;
  expect(kept.slice(-4 * 96)).toEqual(Array.from({ length: 4 * 96 }, (_, i) => newest - 4 * 96 + 1 + i));
  const steps = kept.slice(1).map((sequence, i) => sequence - (kept[i] as number));
  expect(Math.max(...steps)).toBeLessThanOrEqual(32);
  expect(kept[0]).toBeLessThan(32);
  expect(board.flash.size).toBeLessThanOrEqual(RECORDS + 3);
});

it("a broken record is left out, and counted", () => {
  const board = aBoard();
  board.takes(96);
  const record = board.flash.get("b1") as Buffer;
  record[40] = (record[40] as number) ^ 1;
  const whole = board.sequences().length;
  board.restarts();
  expect(board.kit().broken()).toBe(1);
  expect(board.sequences().length).toBeLessThan(whole);
});

it("many lives of the numbering that nobody has heard of have their place, and keeping them comes to an end", () => {
  let rests = 0;
  const rest = () => {
    rests += 1;
    if (rests > 100_000) throw new Error("it goes on for ever");
  };
  const flash = new Map<string, Buffer>();
  let kit: Kit | undefined;
  for (let life = 0; life < 40; life++) {
    // flash that forgets its numbering begins another one, from 0
    flash.delete("numbering");
    const records = [...flash].map(([key, bytes]): FlashWrite => ({ key, bytes }));
    kit = new Kit({ ...settings, rest, random: (life + 1) / 50, flash: records });
    for (let i = 1; i <= 200; i++) {
      kit.take(row(i), 900 * i);
      rests = 0;
      for (let work = kit.flashWork(900 * i); work; work = kit.flashWork(900 * i)) {
        if (work.bytes.length > 0) flash.set(work.key, work.bytes);
        else flash.delete(work.key);
        kit.flashDone(true);
      }
    }
  }
  const held = sequencesOf(kit as Kit);
  expect(held.length).toBeGreaterThan(100);
  // the present life is there, whole in its newest part
  expect(held.slice(-50)).toEqual(Array.from({ length: 50 }, (_, i) => 150 + i));
});
