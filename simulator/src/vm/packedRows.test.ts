import { expect, it } from "vitest";
import { RowPacker } from "../../../shared/src/wire/packedRows";
import { compileProgram, printedBy } from "./testProgram";

/** As many as a report carries. */
const ROWS = 24;

/**
 * Row `n` as the chip and Node make it alike: every sensor wavers more than those of a real kit. The last three
 * hold the extremes of columns, sequence and time.
 */
const ROW_OF = `function rowOf(n) {
  const row = [];
  row.push(n === ${ROWS - 3} ? 4294967295 : 500 + n);
  row.push(n === ${ROWS - 2} ? 8640000000000000 : 86400 + 900 * n);
  for (let column = 2; column < 24; column++) {
    const noise = ((n * 7919 + column * 104729) % 37) - 18;
    if (n < ${ROWS - 3}) row.push(column < 6 ? 12800 + 8 * noise : column < 18 ? noise >> 4 : 0);
    else if (column === n - 10) row.push(-0x7fffffff);
    else row.push(column > 5 ? column : (n + column) % 2 === 0 ? 2147483647 : -2147483646);
  }
  return row;
}`;

it("the chip packs and unpacks a report's readings, each without a pause, into the bytes that Node makes of them", async () => {
  // oxlint-disable-next-line typescript/no-implied-eval -- one source for both sides
  const rowOf = new Function(`${ROW_OF}; return rowOf`)() as (n: number) => number[];
  const bytes = Buffer.alloc(4096);
  const packer = new RowPacker(bytes, 0, bytes.length, 0, 24);
  for (let n = 0; n < ROWS; n++) expect(packer.add(rowOf(n))).toBe(true);
  const hex = bytes.subarray(0, packer.finish()).toString("hex");

  const program = compileProgram(
    "packed-rows",
    `
import { sleep } from "@devicescript/core";
import { RowPacker, RowUnpacker } from "shared/src/wire/packedRows";

${ROW_OF.replace("(n)", "(n: number)").replace("row = []", "row: number[] = []")}
const rows: number[][] = [];
for (let n = 0; n < ${ROWS}; n++) rows.push(rowOf(n));
await sleep(1);
const bytes = Buffer.alloc(4096);
const packer = new RowPacker(bytes, 0, 4096, 0, 24);
for (const row of rows) packer.add(row);
const end = packer.finish();
await sleep(1);
const unpacker = new RowUnpacker(bytes, 0, end, 0, 24);
const unpacked: number[][] = [];
for (const row of rows) {
  const back: number[] = row.slice(0);
  unpacker.next(back);
  unpacked.push(back);
}
await sleep(1);
let wrong = 0;
for (let n = 0; n < ${ROWS}; n++) {
  for (let column = 0; column < 24; column++) if (unpacked[n][column] !== rows[n][column]) wrong = wrong + 1;
}
console.log("wrong: " + wrong);
for (let i = 0; i < end; i += 40) console.log(bytes.slice(i, i + 40 > end ? end : i + 40).toString("hex"));
`,
  );
  const [wrong, ...lines] = await printedBy(program, 2000);
  expect(wrong).toBe("wrong: 0");
  expect(lines.join("")).toBe(hex);
});
