import type { Place, Region } from "./regions";

/** For tests: where the towns of the regions are. */
export function placeOf(region: Region): Place {
  return {
    mopti: { latitude_deg: 14.5, longitude_deg: -4.2 },
    kayes: { latitude_deg: 14.43, longitude_deg: -11.43 },
    menaka: { latitude_deg: 15.92, longitude_deg: 2.4 },
    gao: { latitude_deg: 16.27, longitude_deg: -0.04 },
    timbuktu: { latitude_deg: 16.77, longitude_deg: -3 },
  }[region];
}
