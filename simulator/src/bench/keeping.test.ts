import { expect, it } from "vitest";
import { measureFlashUse, measureKeeping } from "./keeping";

const UPLOAD_s = 21_600;

it("a power cut leaves less than memory held, and takes no more than an hour", () => {
  const { ring_days, flash_days, lost_h } = measureKeeping(1, UPLOAD_s);
  expect(ring_days).toBeGreaterThan(flash_days);
  expect(flash_days).toBeGreaterThan(0);
  expect(lost_h).toBeGreaterThanOrEqual(0);
  expect(lost_h).toBeLessThanOrEqual(1);
});

it("counts of a fortnight are scaled to a year", () => {
  const [week, fortnight] = [7, 14].map((days) => measureFlashUse({ kits: 1, days }, UPLOAD_s));
  expect(fortnight?.writesPerYear).toBeGreaterThan(1000);
  // as many in a day of the second week as in one of the first
  expect((fortnight?.writesPerYear ?? 0) / (week?.writesPerYear ?? 1)).toBeCloseTo(1, 0);
});
