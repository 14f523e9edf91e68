import { MINUTES_PER_DAY, type SunDay } from "./sunDay";

/*
 * Temperature through the day after Parton and Logan 1981 (Agricultural Meteorology 23, 205-216): a sine while the
 * sun is up, an exponential fall through the night. Their figures for air at 1.5 m.
 */
/** How long after noon it is warmest. */
const LAG_OF_WARMEST_min = 1.86 * 60;
/** How steeply the night cools. */
const NIGHT_STEEPNESS = 2.2;

/** Lowest and highest temperature of a day. */
export interface Range {
  coolest_degC: number;
  warmest_degC: number;
}

/**
 * Fills a day's air temperature.
 * @param evening_degC temperature at yesterday's sunset, from which the small hours cool down
 * @param tomorrow_degC lowest temperature of tomorrow's dawn, towards which the evening cools
 * @returns temperature at today's sunset
 */
export function airOfDay(
  air_degC: Float32Array,
  sun: SunDay,
  today: Range,
  evening_degC: number,
  tomorrow_degC: number,
): number {
  const { rise_min, set_min } = sun;
  const night_min = MINUTES_PER_DAY - set_min + rise_min;
  const swing_min = set_min - rise_min + 2 * LAG_OF_WARMEST_min;
  const span = today.warmest_degC - today.coolest_degC;
  for (let minute = rise_min; minute < set_min; minute++) {
    air_degC[minute] = today.coolest_degC + span * Math.sin((Math.PI * (minute - rise_min)) / swing_min);
  }
  const sunset_degC = today.coolest_degC + span * Math.sin((Math.PI * (set_min - rise_min)) / swing_min);
  for (let minute = 0; minute < rise_min; minute++) {
    const share = (MINUTES_PER_DAY - set_min + minute) / night_min;
    air_degC[minute] = cooling(evening_degC, today.coolest_degC, share);
  }
  for (let minute = set_min; minute < MINUTES_PER_DAY; minute++) {
    air_degC[minute] = cooling(sunset_degC, tomorrow_degC, (minute - set_min) / night_min);
  }
  return sunset_degC;
}

/** From one temperature to another over a share 0 to 1 of the night, fast at first. */
function cooling(from_degC: number, to_degC: number, share: number): number {
  const end = Math.exp(-NIGHT_STEEPNESS);
  return to_degC + ((from_degC - to_degC) * (Math.exp(-NIGHT_STEEPNESS * share) - end)) / (1 - end);
}
