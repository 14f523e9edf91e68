/** Writing text into bytes number by number; a string joined from as many pieces takes several times as long. */

const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/** Writes bytes at a place. Returns where they end; so do the others. */
export function putBytes(to: Uint8Array, at: number, bytes: Uint8Array): number {
  const { length } = bytes;
  for (let i = 0; i < length; i++) to[at + i] = bytes[i] as number;
  return at + length;
}

/** A whole number in decimal digits. */
export function putInteger(to: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at + 1;
  if (value < 0) {
    to[at] = MINUS;
    rest = -value;
    end += 1;
  }
  for (let power = 10; rest >= power; power *= 10) end += 1;
  putDigits(to, end, rest);
  return end;
}

/** A whole number below a million, with zeros in front up to six digits. */
export function putSixDigits(to: Uint8Array, at: number, value: number): number {
  to.fill(ZERO, at, at + 6);
  putDigits(to, at + 6, value);
  return at + 6;
}

/** A whole number divided by a thousand, with no more decimals than it has: the text of the quotient in JavaScript. */
export function putThousandths(to: Uint8Array, at: number, value: number): number {
  let end = at;
  let magnitude = value;
  if (value < 0) {
    to[end++] = MINUS;
    magnitude = -value;
  }
  const whole = Math.floor(magnitude / 1000);
  end = putInteger(to, end, whole);
  let rest = magnitude - 1000 * whole;
  if (rest === 0) return end;
  to[end++] = POINT;
  for (let unit = 100; rest > 0; unit /= 10) {
    const digit = Math.floor(rest / unit);
    to[end++] = ZERO + digit;
    rest -= digit * unit;
  }
  return end;
}

/** The digits of a number that is not negative, before a place; at least one. */
function putDigits(to: Uint8Array, end: number, value: number): void {
  let rest = value;
  let at = end;
  do {
    const tenth = Math.floor(rest / 10);
    to[--at] = ZERO + (rest - 10 * tenth);
    rest = tenth;
  } while (rest > 0);
}
