import { Reader } from "../../../shared/src/wire/reader";
import type { Writer } from "../../../shared/src/wire/writer";

/**
 * Records of flash begin with a version and end with a checksum, so that what another firmware
 * wrote, or half a write, is never taken for what it is not. Portable.
 */

const CHECKSUM_bytes = 2;

/** Ends a record by its checksum and returns it. */
export function sealed(writer: Writer): Buffer {
  writer.byte(0);
  writer.byte(0);
  const record = writer.finish();
  const end = record.length - CHECKSUM_bytes;
  const sum = checksum(record, end);
  record[end] = sum & 0xff;
  record[end + 1] = sum >> 8;
  return record;
}

/** A reader behind the version of a record, or undefined where it is broken, absent or of another version. */
export function unsealed(record: Buffer, version: number): Reader | undefined {
  const end = record.length - CHECKSUM_bytes;
  if (end < 1 || record[0] !== version) return undefined;
  const sum = checksum(record, end);
  if (record[end] !== (sum & 0xff) || record[end + 1] !== sum >> 8) return undefined;
  return new Reader(record, 1, end);
}

/** Every byte and its place count. */
function checksum(bytes: Buffer, end: number): number {
  let sum = 1;
  for (let i = 0; i < end; i++) sum = (sum * 31 + (bytes[i] as number)) % 65521;
  return sum;
}
