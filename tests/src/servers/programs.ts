import { missing } from "yeelen/servers/programs";
import { describe } from "vitest";

/**
 * A group of tests that need programs of this machine. Where one is missing the tests are skipped, and their name says
 * why, so that the end of `npm test` does too.
 */
export function describeWith(programs: string[], name: string, tests: () => void): void {
  const reason = missing(...programs);
  const why = reason === undefined ? "" : `[${reason}] `;
  describe.skipIf(reason !== undefined)(`${why}${name}`, () => {
    tests();
  });
}
