import { getPosition } from "suncalc";

/** A place with the sun above it. */
export interface Place {
  latitude_deg: number;
  longitude_deg: number;
}

/** How much of the sun gets through a clear sky straight above: about 1000 W/m² at sea level at noon. */
const CLEAR_SKY_W_per_m2 = 1000;

/**
 * Irradiance on a level panel under a clear sky. The path through the air makes it fall faster
 * than the sine of the sun's altitude (the exponent after Meinel and Meinel, Applied Solar Energy, 1976).
 */
export function irradiance_W_per_m2(place: Place, time_ms: number): number {
  const { altitude } = getPosition(new Date(time_ms), place.latitude_deg, place.longitude_deg);
  if (altitude <= 0) return 0;
  return CLEAR_SKY_W_per_m2 * Math.sin((altitude * Math.PI) / 180) ** 1.15;
}
