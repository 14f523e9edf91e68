import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Column, emptyRow, FIRST_LAMP_COLUMN, NOT_MEASURED } from "./columns";
import {
  clearRange,
  high,
  input,
  lampColumns,
  low,
  readingColumns,
  sequences,
  times,
  unpacked,
  unpackRows,
  values,
} from "./fastRows";
import { RowPacker, RowUnpacker } from "./packedRows";
import { anyRows } from "./testReports";

const streams = [
  { name: "readings", stream: readingColumns, from: Column.Sequence as number, to: FIRST_LAMP_COLUMN },
  { name: "lamps", stream: lampColumns, from: FIRST_LAMP_COLUMN, to: Column.Count as number },
];

function packed(rows: number[][], from: number, to: number): Buffer {
  const bytes = Buffer.alloc(16 * 1024);
  const packer = new RowPacker(bytes, 0, bytes.length, from, to);
  for (const row of rows) packer.add(row);
  return bytes.subarray(0, packer.finish());
}

interface Rows {
  rows: number[][];
  used: number;
}

/** What the chip's own unpacker gives, with the range of every value checked, or undefined where it is refused. */
function portable(bytes: Buffer, count: number, from: number, to: number): Rows | undefined {
  const unpacker = new RowUnpacker(bytes, 0, bytes.length, from, to);
  const rows: number[][] = [];
  try {
    for (let n = 0; n < count; n++) {
      const row = emptyRow();
      unpacker.next(row);
      if (!row.every((value, column) => column < from || column >= to || isInRange(column, value))) return undefined;
      rows.push(row);
    }
    return { rows, used: unpacker.used() };
  } catch {
    return undefined;
  }
}

function isInRange(column: number, value: number): boolean {
  if (column === Column.Sequence) return value >= 0 && value <= 0xffffffff;
  if (column === Column.Time) return value >= 0 && value <= Number.MAX_SAFE_INTEGER;
  return value >= NOT_MEASURED && value <= 0x7fffffff;
}

/** The same by the fast one. Garbage stands behind the bytes, as where another section follows. */
function fast(
  bytes: Buffer,
  count: number,
  { stream, from, to }: (typeof streams)[number],
  start = 7,
): Rows | undefined {
  input.fill(0xb7, 0, start + bytes.length + 300);
  input.set(bytes, start);
  clearRange();
  try {
    unpackRows(stream, start, start + bytes.length, count, true);
  } catch {
    return undefined;
  }
  const rows = Array.from({ length: count }, (_, n) => {
    const row = emptyRow();
    for (let column = Math.max(from, 2); column < to; column++)
      row[column] = values[n * Column.Count + column] as number;
    if (from === Column.Sequence) row.splice(0, 2, sequences[n] as number, times[n] as number);
    return row;
  });
  return { rows, used: unpacked.end - start };
}

const anyStream = fc.constantFrom(...streams);

describe("the fast unpacker", () => {
  it("gives back every row that was packed", () => {
    fc.assert(
      fc.property(anyRows, anyStream, (rows, stream) => {
        const { from, to } = stream;
        const bytes = packed(rows, from, to);
        const expected = rows.map((row) => row.map((one, i) => (i >= from && i < to ? one : NOT_MEASURED)));
        expect(fast(bytes, rows.length, stream)).toEqual({ rows: expected, used: bytes.length });
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses every truncation", () => {
    fc.assert(
      fc.property(anyRows, anyStream, (rows, stream) => {
        const bytes = packed(rows, stream.from, stream.to);
        for (let length = 0; length < bytes.length; length += 1 + (length >> 4)) {
          expect(fast(bytes.subarray(0, length), rows.length, stream), `${length} bytes`).toBeUndefined();
        }
      }),
      { numRuns: 100 },
    );
  });

  it("reads changed bytes as the portable one does: the same rows, or both refuse", () => {
    let read = 0;
    let refused = 0;
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(
        anyRows,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 3 }),
        anyStream,
        (rows, changes, more, stream) => {
          const bytes = packed(rows, stream.from, stream.to);
          for (const [where, byte] of changes) if (bytes.length > 0) bytes[where % bytes.length] = byte;
          const expected = portable(bytes, rows.length + more, stream.from, stream.to);
          expect(fast(bytes, rows.length + more, stream)).toEqual(expected);
          if (expected) read += 1;
          else refused += 1;
        },
      ),
      { numRuns: 6000 },
    );
    expect(Math.min(read, refused), "both happen").toBeGreaterThan(100);
  });

  it("reads any bytes as the portable one does", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat({ max: 12 }), anyStream, (bytes, count, stream) => {
        const given = Buffer.from(bytes);
        expect(fast(given, count, stream)).toEqual(portable(given, count, stream.from, stream.to));
      }),
      { numRuns: 6000 },
    );
  });

  it("knows the lowest and highest measured value of each column, and the bits of all outputs", () => {
    fc.assert(
      fc.property(anyRows, anyStream, (rows, stream) => {
        fast(packed(rows, stream.from, stream.to), rows.length, stream);
        for (let column = 2; column < Column.Count; column++) {
          const isUnpacked = column >= stream.from && column < stream.to;
          const measured = isUnpacked ? rows.map((row) => row[column] as number).filter((v) => v !== NOT_MEASURED) : [];
          expect([low[column], high[column]]).toEqual(
            measured.length > 0 ? [Math.min(...measured), Math.max(...measured)] : [0x7fffffff, NOT_MEASURED],
          );
        }
        const offs = rows.map((row) => row[Column.Off] as number).filter((off) => off !== NOT_MEASURED);
        if (stream.from === 0) expect(unpacked.offBits).toBe(offs.reduce((bits, off) => bits | off, 0));
      }),
      { numRuns: 500 },
    );
  });

  it("counts a value of 0 that was never written as measured", () => {
    const rows = [0, 1].map((sequence) => {
      const row = emptyRow().fill(0);
      row[Column.Sequence] = sequence;
      row[Column.RadioLight_pct] = 40 * sequence;
      row[Column.Lamp1Commanded_pct] = sequence === 0 ? 0 : -3;
      return row;
    });
    for (const stream of streams) {
      for (const count of [1, 2]) {
        fast(packed(rows, stream.from, stream.to), count, stream);
        const isReadings = stream.from === Column.Sequence;
        const column = isReadings ? Column.RadioLight_pct : Column.Lamp1Commanded_pct;
        const last = rows[count - 1]?.[column] as number;
        expect([low[column], high[column]]).toEqual([Math.min(0, last), Math.max(0, last)]);
        const still = isReadings ? Column.ChargeState : Column.Lamp3Condition;
        expect([low[still], high[still]]).toEqual([0, 0]);
      }
    }
  });

  it.each([
    ["below the lowest", -0x7ffffffe, -0x7ffffffe - 2],
    ["above the highest", 0x7fffffff, 0x7fffffff + 1],
    ["NOT_MEASURED and one below it", NOT_MEASURED, NOT_MEASURED - 1],
  ])("refuses a change to a value that is %s", (_, value, beyond) => {
    const rows = [0, 1].map((sequence) => {
      const row = emptyRow().fill(0);
      row[Column.Sequence] = sequence;
      row[Column.Time] = 900 * (sequence + 1);
      row[Column.Usb1Current_mA] = sequence === 0 ? value : beyond;
      return row;
    });
    const bytes = packed(rows, 0, FIRST_LAMP_COLUMN);
    expect(fast(bytes, 1, streams[0] as (typeof streams)[0])?.rows[0]?.[Column.Usb1Current_mA]).toBe(value);
    expect(portable(bytes, 2, 0, FIRST_LAMP_COLUMN)).toBeUndefined();
    expect(fast(bytes, 2, streams[0] as (typeof streams)[0])).toBeUndefined();
  });
});
