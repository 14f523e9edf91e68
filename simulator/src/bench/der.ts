/**
 * As much DER (ITU-T X.690) as a certificate needs: each function returns one encoded value.
 */

const SEQUENCE = 0x30;
const SET = 0x31;
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

/** A value under any tag. */
export function tagged(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

export const sequence = (...parts: Uint8Array[]) => tagged(SEQUENCE, ...parts);
export const set = (...parts: Uint8Array[]) => tagged(SET, ...parts);
export const octets = (bytes: Uint8Array) => tagged(OCTET_STRING, bytes);
/** Whole bytes, of which the last few bits may be unused. */
export const bits = (bytes: Uint8Array, unused = 0) => tagged(BIT_STRING, Buffer.from([unused]), bytes);
/** A positive number by its bytes, highest first; the first is below 0x80. */
export const integer = (bytes: Uint8Array) => tagged(INTEGER, bytes);
export const text = (value: string) => tagged(UTF8_STRING, Buffer.from(value));
export const yes = () => tagged(BOOLEAN, Buffer.from([0xff]));

/** @param time such as 20260101000000Z */
export const time = (time: string) => tagged(GENERALIZED_TIME, Buffer.from(time));

/** @param dotted such as 2.5.29.17 */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(OBJECT_IDENTIFIER, Buffer.from(bytes));
}
