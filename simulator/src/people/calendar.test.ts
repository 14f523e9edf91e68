import { describe, expect, it } from "vitest";
import { calendarDay, type CalendarDay } from "./calendar";

const on = (date: string) => calendarDay(Date.parse(`${date}T00:00:00Z`));

describe("the calendar", () => {
  it.each<[date: string, what: string, expected: Partial<CalendarDay>]>([
    ["2025-02-28", "the day before Ramadan 1446", { isRamadan: false, weekday: 5 }],
    ["2025-03-01", "Ramadan 1446 begins", { isRamadan: true, moonDay: 1 }],
    ["2025-03-30", "Korité 2025", { isRamadan: false, isFeast: true, isTravelTime: false }],
    ["2025-06-06", "Tabaski 2025", { isFeast: true, moonDay: 10 }],
    ["2026-02-18", "Ramadan 1447 begins", { isRamadan: true, moonDay: 1 }],
    ["2026-03-15", "the 27th night of Ramadan is about to fall", { isRamadan: true, isVigil: true }],
    ["2026-03-19", "the last day of Ramadan 1447: families are on the road", { isRamadan: true, isTravelTime: true }],
    ["2026-03-20", "Korité 2026", { isFeast: true, isRamadan: false }],
    ["2026-05-27", "Tabaski 2026", { isFeast: true, isTravelTime: false }],
    ["2026-08-24", "the night of the Mouloud", { isVigil: true, isFeast: false }],
    ["2026-08-25", "Mouloud 2026", { isFeast: true }],
    ["2026-01-04", "a Sunday: school tomorrow", { isSchoolNight: true, weekday: 0, month: 0 }],
    ["2026-01-09", "a Friday", { isSchoolNight: false, weekday: 5 }],
    ["2026-07-06", "a Monday of the holidays", { isSchoolNight: false, isFeast: false, isRamadan: false }],
  ])("%s: %s", (date, _what, expected) => {
    expect(on(date)).toMatchObject(expected);
  });
});
