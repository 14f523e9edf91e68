import { expect, test } from "vitest";
import { SunDay } from "./sunDay";

const mopti = { latitude_deg: 14.5, longitude_deg: -4.2 };

/** Minute and height of the sun at its highest. */
function noonOf(day: SunDay): { minute: number; altitude_deg: number } {
  // the middle between two equal heights is sharper than the top of a flat curve
  const sine = day.sineOfAltitude;
  const minute = (day.rise_min + day.set_min - 1) / 2;
  return { minute, altitude_deg: (Math.asin(Math.max(...sine)) * 180) / Math.PI };
}

// Noon: 12:16.8 at 4.2° W, less the equation of time (the Astronomical Almanac's -1.8, +1.9, -14.2, +16.4 minutes).
// Altitude: 90° less the difference between latitude and declination.
// Length: 2/15 · acos(-tan latitude · tan declination), and about 5 minutes by which air bends the light.
test.each([
  { date: "2025-06-21", noon: "12:18.6", altitude_deg: 81.06, length_h: 12.86 + 0.08 },
  { date: "2025-12-21", noon: "12:14.9", altitude_deg: 52.06, length_h: 11.14 + 0.08 },
  { date: "2025-02-11", noon: "12:31.0", altitude_deg: 61.6, length_h: 11.5 + 0.08 },
  { date: "2025-11-03", noon: "12:00.4", altitude_deg: 60.3, length_h: 11.45 + 0.08 },
])("over Mopti on $date the sun is highest at $noon, $altitude_deg°", ({ date, noon, altitude_deg, length_h }) => {
  const day = new SunDay(mopti);
  day.moveTo(Date.parse(`${date}T00:00:00Z`));
  const highest = noonOf(day);
  const [hours = 0, minutes = 0] = noon.split(":").map(Number);
  expect(Math.abs(highest.minute - (hours * 60 + minutes))).toBeLessThan(1.5);
  expect(highest.altitude_deg).toBeCloseTo(altitude_deg, 0);
  expect((day.set_min - day.rise_min) / 60).toBeCloseTo(length_h, 1);
});

test("in June the sun of Mopti passes north of overhead, and the panel tilted south has it lower than level ground", () => {
  const day = new SunDay(mopti);
  day.moveTo(Date.UTC(2025, 5, 21));
  expect(day.cosineOnPanel[739] ?? 0).toBeLessThan(day.sineOfAltitude[739] ?? 0);
  // 24° off what is upright on the panel: declination 23.4° north, panel facing 0.5° south
  expect((Math.acos(day.cosineOnPanel[739] ?? 0) * 180) / Math.PI).toBeCloseTo(23.9, 0);
  day.moveTo(Date.UTC(2025, 11, 21));
  expect(day.cosineOnPanel[735] ?? 0).toBeGreaterThan(day.sineOfAltitude[735] ?? 0);
});

// Duffie and Beckman, Solar Engineering of Thermal Processes, equation 1.10.3, with Cooper's declination. It knows no
// bending of light by air, which here lengthens the day.
test.each([1, 4, 6, 8, 10, 12])(
  "outside the atmosphere, the middle of month %d has the light of the textbook",
  (month) => {
    const midnight_ms = Date.UTC(2025, month - 1, 15);
    const dayOfYear = (midnight_ms - Date.UTC(2025, 0, 1)) / 86_400_000 + 1;
    const latitude = (16 * Math.PI) / 180;
    const declination = ((23.45 * Math.PI) / 180) * Math.sin((2 * Math.PI * (284 + dayOfYear)) / 365);
    const sunset = Math.acos(-Math.tan(latitude) * Math.tan(declination));
    const expected_Wh_per_m2 =
      (24 / Math.PI) *
      1361 *
      (1 + 0.033 * Math.cos((2 * Math.PI * dayOfYear) / 365)) *
      (Math.cos(latitude) * Math.cos(declination) * Math.sin(sunset) +
        sunset * Math.sin(latitude) * Math.sin(declination));

    const day = new SunDay({ latitude_deg: 16, longitude_deg: 0 });
    day.moveTo(midnight_ms);
    expect(Math.abs(day.extraterrestrial_Wh_per_m2 / expected_Wh_per_m2 - 1)).toBeLessThan(0.015);
  },
);
