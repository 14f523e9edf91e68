import { Reader } from "./reader";

/**
 * Takes one section out of an encoded report, so that it can be stored apart. Joining the rest and
 * the section again, in this order, gives a report that decodes to the same.
 *
 * @throws Error where the bytes are not a report
 */
export function takeSection(bytes: Buffer, wanted: number): { rest: Buffer; section: Buffer | undefined } {
  const reader = new Reader(bytes, 3, bytes.length);
  while (reader.remaining() > 0) {
    const start = bytes.length - reader.remaining();
    const section = reader.byte();
    const size = reader.unsigned();
    const end = reader.skip(size) + size;
    if (section === wanted) {
      return {
        rest: Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]),
        section: bytes.subarray(start, end),
      };
    }
  }
  return { rest: bytes, section: undefined };
}
