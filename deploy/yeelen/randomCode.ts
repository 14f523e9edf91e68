import { randomInt } from "node:crypto";

/** Letters and digits that are not mistaken for one another, and make no words. */
const ALPHABET = "23456789bcdfghjkmnpqrstvwxz";

/** Random characters that a person can read from a label and type. */
export function randomCode(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
