import { getPosition } from "suncalc";
import type { Place } from "./regions";

/** Minutes of a day; Mali is UTC+0 all year, so minute 720 is noon by the clock. */
export const MINUTES_PER_DAY = 1440;

/** Total solar irradiance: Kopp and Lean 2011, Geophysical Research Letters 38, L01706. */
const SOLAR_CONSTANT_W_per_m2 = 1361;

/**
 * Tilt of the panels, facing south. Chosen: about the latitude of the sites (14 to 17° N), which is the usual
 * rule for most energy over the year, and steep enough for rain to take the dust along.
 */
export const PANEL_TILT_deg = 15;

/** The sun is asked for at every tenth minute; straight lines between miss the sine of its altitude by 0.0002 at most. */
const STEP_min = 10;

const RADIANS_PER_DEGREE = Math.PI / 180;

/** Where the sun stands over a place, minute by minute, and what it would give without an atmosphere. */
export class SunDay {
  /** Sine of the sun's altitude, 0 while it is down. */
  readonly sineOfAltitude = new Float64Array(MINUTES_PER_DAY);
  /** Cosine of the angle between the sun and what is upright on the panel, 0 while it shines on its back or is down. */
  readonly cosineOnPanel = new Float64Array(MINUTES_PER_DAY);
  /** First minute with the sun up, and the first after it without. */
  rise_min = 0;
  set_min = 0;
  /** Outside the atmosphere, on a plane that faces the sun. */
  extraterrestrial_W_per_m2 = SOLAR_CONSTANT_W_per_m2;
  /** Outside the atmosphere, on a level plane, over the whole day. */
  extraterrestrial_Wh_per_m2 = 0;

  readonly #place: Place;
  #midnight_ms = Number.NaN;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Moves on to the day that begins at a midnight UTC, in Unix ms. */
  moveTo(midnight_ms: number): void {
    if (midnight_ms === this.#midnight_ms) return;
    this.#midnight_ms = midnight_ms;
    this.#askForPositions();
    this.extraterrestrial_W_per_m2 = SOLAR_CONSTANT_W_per_m2 * sunNearness(midnight_ms);

    this.rise_min = MINUTES_PER_DAY;
    this.set_min = 0;
    let sum = 0;
    for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
      const sine = this.sineOfAltitude[minute] ?? 0;
      if (sine <= 0) continue;
      sum += sine;
      if (minute < this.rise_min) this.rise_min = minute;
      this.set_min = minute + 1;
    }
    this.extraterrestrial_Wh_per_m2 = (this.extraterrestrial_W_per_m2 * sum) / 60;
  }

  #askForPositions(): void {
    const { latitude_deg, longitude_deg } = this.#place;
    const cosTilt = Math.cos(PANEL_TILT_deg * RADIANS_PER_DEGREE);
    const sinTilt = Math.sin(PANEL_TILT_deg * RADIANS_PER_DEGREE);
    let sineBefore = 0;
    let cosineBefore = 0;
    for (let minute = 0; minute <= MINUTES_PER_DAY; minute += STEP_min) {
      const time = new Date(this.#midnight_ms + minute * 60_000);
      const { altitude, azimuth } = getPosition(time, latitude_deg, longitude_deg);
      const sine = Math.sin(altitude * RADIANS_PER_DEGREE);
      const southward = -Math.cos(altitude * RADIANS_PER_DEGREE) * Math.cos(azimuth * RADIANS_PER_DEGREE);
      const cosine = sine * cosTilt + southward * sinTilt;
      for (let step = minute === 0 ? STEP_min : 1; step <= STEP_min; step++) {
        const at = minute - STEP_min + step;
        const share = step / STEP_min;
        this.sineOfAltitude[at] = Math.max(0, sineBefore + (sine - sineBefore) * share);
        const isUp = (this.sineOfAltitude[at] ?? 0) > 0;
        this.cosineOnPanel[at] = isUp ? Math.max(0, cosineBefore + (cosine - cosineBefore) * share) : 0;
      }
      sineBefore = sine;
      cosineBefore = cosine;
    }
  }
}

/** How much stronger the sun is than on average, for the Earth's path is not round (Spencer 1971, Search 2, 172). */
function sunNearness(midnight_ms: number): number {
  const year = new Date(midnight_ms).getUTCFullYear();
  const dayOfYear = (midnight_ms - Date.UTC(year, 0, 1)) / 86_400_000;
  const angle = (2 * Math.PI * dayOfYear) / 365;
  return (
    1.00011 +
    0.034221 * Math.cos(angle) +
    0.00128 * Math.sin(angle) +
    0.000719 * Math.cos(2 * angle) +
    0.000077 * Math.sin(2 * angle)
  );
}
