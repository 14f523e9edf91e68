import { Writer } from "../../../shared/src/wire/writer";
import { sealed, unsealed } from "./flashRecord";

const VERSION = 1;
/** A record of flash has room for 220. */
const MOST_bytes = 216;

/** Integers of at least 0, or `NOT_MEASURED`, as a record of flash. */
export function recordOfNumbers(numbers: number[]): Buffer {
  const writer = new Writer(Buffer.alloc(MOST_bytes));
  writer.byte(VERSION);
  for (const value of numbers) writer.optional(value);
  return sealed(writer);
}

/** The numbers of a record; none where it is broken, absent or of another version. */
export function numbersOfRecord(record: Buffer): number[] {
  const numbers: number[] = [];
  const reader = unsealed(record, VERSION);
  while (reader !== undefined && reader.remaining() > 0) numbers.push(reader.optional());
  return numbers;
}
