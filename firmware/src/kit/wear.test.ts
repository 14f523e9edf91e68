import { expect, it } from "vitest";
import { FLASH_bytes, NEVER_SENT, recordCost_bytes, SETUP_bytes, wearOfFiveYears } from "./wear";

it.each([
  [0, 32],
  [1, 32],
  [8, 32],
  [9, 40],
  [216, 240],
])("a record of %i bytes takes %i of the log", (size, expected) => {
  expect(recordCost_bytes(size)).toBe(expected);
});

it("everything that a kit may keep fits, and the largest record once more", () => {
  const held = NEVER_SENT.held.reduce((sum, [size, count]) => sum + count * recordCost_bytes(size), 0);
  expect(SETUP_bytes + held + recordCost_bytes(216)).toBeLessThanOrEqual(FLASH_bytes);
});

it("five years of a kit that never sends take less than half of what the flash bears", () => {
  const wear = wearOfFiveYears(NEVER_SENT);
  expect(wear).toMatchInlineSnapshot(`
    {
      "bytesPerDay": 12808,
      "collectionsPerDay": 17.497267759562842,
      "erasesInFiveYears": 15977.19262295082,
      "lifeUsed": 0.1597719262295082,
    }
  `);
  expect(wear.lifeUsed).toBeLessThan(0.5);
});
