import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Column, emptyRow, NOT_MEASURED } from "./columns";
import { RowPacker, RowUnpacker } from "./packedRows";
import { anyRows } from "./testReports";

const SIZE_bytes = 8192;

const columns = fc.constantFrom([0, 24] as const, [0, 15] as const, [15, 24] as const);

/** A reading of a calm evening: `n` quarters of an hour after the first. */
function evening(n: number, at: Partial<Record<Column, number>> = {}): number[] {
  const row = emptyRow();
  row.fill(0, Column.BatteryVoltage_mV, Column.Lamp1Condition);
  row[Column.Sequence] = 500 + n;
  row[Column.Time] = 90_000 + 900 * n;
  row[Column.BatteryVoltage_mV] = 13_256;
  for (const [column, changed] of Object.entries(at)) row[Number(column)] = changed;
  return row;
}

function packed(rows: number[][], from = 0, to: number = Column.Count): Buffer {
  const bytes = Buffer.alloc(SIZE_bytes);
  const packer = new RowPacker(bytes, 0, SIZE_bytes, from, to);
  for (const row of rows) expect(packer.add(row)).toBe(true);
  return bytes.subarray(0, packer.finish());
}

function unpacked(bytes: Buffer, count: number, from = 0, to: number = Column.Count): number[][] {
  const unpacker = new RowUnpacker(bytes, 0, bytes.length, from, to);
  return Array.from({ length: count }, () => {
    const row = emptyRow();
    unpacker.next(row);
    return row;
  });
}

describe("packed rows", () => {
  it("give back every row that was packed, and touch no other column", () => {
    fc.assert(
      fc.property(anyRows, columns, (rows, [from, to]) => {
        const expected = rows.map((row) => row.map((one, i) => (i >= from && i < to ? one : NOT_MEASURED)));
        expect(unpacked(packed(rows, from, to), rows.length, from, to)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("stay within their part of a buffer; a row that does not fit leaves those before it valid", () => {
    fc.assert(
      fc.property(anyRows, fc.nat({ max: 40 }), fc.nat({ max: 200 }), (rows, start, size) => {
        const bytes = Buffer.alloc(300, 0xa5);
        const packer = new RowPacker(bytes, start, start + size, 0, 24);
        let count = 0;
        while (count < rows.length && packer.add(rows[count] as number[])) count += 1;
        if (count < rows.length) expect(packer.add(evening(0)), "full stays full").toBe(false);
        const end = packer.finish();
        expect(end).toBeLessThanOrEqual(start + size);
        expect(unpacked(bytes.subarray(start, end), count)).toEqual(rows.slice(0, count));
        const outside = [...bytes.subarray(0, start), ...bytes.subarray(start + size)];
        expect(outside.every((byte) => byte === 0xa5)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("may be finished between two rows", () => {
    const rows = Array.from({ length: 20 }, (_, n) => evening(n, { [Column.BatteryCurrent_mA]: -60 - (n % 3) }));
    const bytes = Buffer.alloc(SIZE_bytes);
    const packer = new RowPacker(bytes, 0, SIZE_bytes, 0, 24);
    rows.forEach((row, n) => {
      expect(packer.add(row)).toBe(true);
      expect(unpacked(bytes.subarray(0, packer.finish()), n + 1)).toEqual(rows.slice(0, n + 1));
    });
    expect(bytes.subarray(0, packer.finish())).toEqual(packed(rows));
  });

  it("throw where their bytes end, however many rows are asked for", () => {
    const bytes = packed([evening(0), evening(1, { [Column.PanelVoltage_mV]: 17_000 })]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => unpacked(bytes.subarray(0, length), 2), `${length} bytes`).toThrow("truncated at byte");
    }
    expect(() => unpacked(bytes, 1000)).toThrow("truncated at byte");
  });

  it("of any bytes come to an end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), columns, (bytes, [from, to]) => {
        expect(() => unpacked(Buffer.from(bytes), 500, from, to)).toThrow("truncated at byte");
      }),
    );
  });

  it.each([
    ["nothing changes", () => ({}), 3],
    ["three currents waver by 1 mA", wavering, 4],
    [
      "the battery goes down by a step of its sensor",
      (n: number) => ({ [Column.BatteryVoltage_mV]: 13_256 - 8 * n }),
      3,
    ],
  ])("take few bytes a reading while %s", (_, changes, bytesPerReading) => {
    const rows = Array.from({ length: 200 }, (_reading, n) => evening(n, changes(n)));
    expect(packed(rows).length / rows.length).toBeLessThan(bytesPerReading);
  });
});

function wavering(n: number) {
  return {
    [Column.Usb1Current_mA]: n % 2,
    [Column.RadioCurrent_mA]: -(n % 2),
    [Column.Lamp1Current_mA]: (n >> 1) % 2,
  };
}
