import type { Region } from "./regions";

/** January to December. */
type Monthly = readonly number[];

/** What an average month is like in a region. */
export interface Climate {
  /** Light on a level plane, in kWh/m² a day. */
  irradiation_kWh_per_m2: Monthly;
  warmest_degC: Monthly;
  coolest_degC: Monthly;
  rain_mm: Monthly;
  rainDays: Monthly;
}

/*
 * Irradiation. NASA Surface meteorology and Solar Energy (SSE), release 6.0: means of July 1983 to June 2005 from
 * satellites, for regions of one degree by one (eosweb.larc.nasa.gov/sse, file 22yr_swv_dwn of 12 March 2008, kept in
 * github.com/marquiswang/solar). Each month of each town is interpolated, bilinearly, between the centres of the four
 * regions around it. That matters at Gao and Ménaka, which lie at a step of SSE: the region of Gao has 6.45 kWh/m² a
 * day over the year and the next to the east 5.77; that of Ménaka 6.54 and the next to the north 5.87. A step so steep
 * is taken for one of the method rather than of the sky. Around the other three towns regions differ by 0.3 at most.
 *
 * Over the year this gives Mopti 5.88, Kayes 5.73, Ménaka 6.24, Gao 6.19, Timbuktu 6.33; all Mali is said to receive
 * 6.3 (Diarra and Akuffo 2002, Energy Conversion and Management 43). Near by, SSE has 6.12 at Niamey, where 6.24 was
 * measured (doi 10.4236/sgre.2023.148009), and 5.59 at Kankan, where 5.41 was measured from 2021 to 2023 (World
 * Bank/ESMAP/WAPP, "Solar resource measurement campaign in West Africa", CC BY 4.0): there it lies 2 to 11 % high from
 * December to June and within 3 % from July to November. So the dusty months may be too bright here, too.
 *
 * Temperature. Gao: 1991 to 2020 (climatestotravel.com/climate/mali/gao). Kayes: wikiwand.com/it/articles/Kayes,
 * December's coolest interpolated. Mopti: interpolated, two parts of Kayes and one of Gao; that meets the figures
 * published for Mopti (weather-and-climate.com: 33 and 18 °C in January, 42 °C in May) to about 1 °C. Ménaka: as Gao,
 * 260 km west on nearly the same latitude; its published monthly averages (nomadseason.com) differ by 1 °C at most.
 * Timbuktu: normals of 1950 to 2000 of the World Meteorological Organization, at second hand; January, May, July and
 * the rain of August agree with other pages.
 *
 * Rain. Gao: as its temperature, days included; Ménaka as Gao. Mopti: 58, 141 and 174 mm from June to August
 * (meteogiornale.it), 14 rain days in August (weather-and-climate.com, which has less rain: 144 mm in August, 354 mm in
 * the year). Kayes: 216 mm in August, 650 mm in the year (wikiwand). Other months of these two are chosen, about 12 mm
 * to a rain day. Timbuktu: as its temperature, days rounded.
 */
const gao: Climate = {
  irradiation_kWh_per_m2: [5.01, 5.98, 6.64, 7.07, 7.13, 6.87, 6.67, 6.38, 6.21, 6.05, 5.41, 4.83],
  warmest_degC: [30.4, 34, 37.9, 41.4, 42.9, 41.6, 38.9, 36.8, 38.6, 39.9, 36.2, 32.4],
  coolest_degC: [16.8, 19.4, 23, 26.9, 29.7, 30, 27.9, 26.5, 27.2, 26.6, 21.6, 17.8],
  rain_mm: [0, 0, 0, 2, 8, 25, 65, 85, 35, 5, 0, 0],
  rainDays: [0, 0, 0, 0, 1, 4, 8, 8, 5, 1, 0, 0],
};

const kayes: Climate = {
  irradiation_kWh_per_m2: [4.86, 5.49, 6.38, 6.69, 6.74, 6.41, 5.89, 5.57, 5.53, 5.43, 5.08, 4.67],
  warmest_degC: [33.6, 36.6, 39.4, 41.7, 41.9, 38.2, 33.6, 32, 33.1, 36.1, 36.7, 33.5],
  coolest_degC: [16.9, 19.3, 22.2, 25.5, 28.4, 26.6, 24.2, 23.3, 23.2, 23, 20, 17],
  rain_mm: [0, 0, 0, 0, 12, 80, 150, 216, 150, 40, 0, 0],
  rainDays: [0, 0, 0, 0, 1, 6, 11, 15, 10, 3, 0, 0],
};

const climates: Record<Region, Climate> = {
  mopti: {
    irradiation_kWh_per_m2: [4.95, 5.91, 6.54, 6.77, 6.79, 6.47, 6.15, 5.86, 5.8, 5.59, 5.1, 4.67],
    warmest_degC: [32.5, 35.7, 38.9, 41.6, 42.2, 39.3, 35.4, 33.6, 34.9, 37.4, 36.5, 33.1],
    coolest_degC: [16.9, 19.3, 22.5, 26, 28.8, 27.7, 25.4, 24.4, 24.5, 24.2, 20.5, 17.3],
    rain_mm: [0, 0, 0, 0, 25, 58, 141, 174, 85, 20, 0, 0],
    rainDays: [0, 0, 0, 0, 2, 5, 11, 14, 8, 2, 0, 0],
  },
  kayes,
  menaka: {
    ...gao,
    irradiation_kWh_per_m2: [5.16, 6.19, 6.7, 7.13, 7.17, 6.83, 6.56, 6.27, 6.22, 6.19, 5.59, 4.9],
  },
  gao,
  timbuktu: {
    irradiation_kWh_per_m2: [4.89, 5.95, 6.82, 7.3, 7.43, 7.16, 6.89, 6.64, 6.51, 6.19, 5.42, 4.71],
    warmest_degC: [30, 33.2, 36.6, 40, 42.2, 41.6, 38.5, 36.5, 38.3, 39.1, 35.2, 30.4],
    coolest_degC: [13, 15.2, 18.5, 22.5, 26, 27.3, 25.8, 24.8, 24.8, 22.7, 17.7, 13.5],
    rain_mm: [0, 0, 0, 1, 4, 16.4, 53.5, 73.6, 29.4, 3.8, 0, 0],
    rainDays: [0, 0, 0, 1, 1, 3, 7, 8, 5, 1, 0, 0],
  },
};

/**
 * Share of light that a day's dust keeps off a clean panel, in all regions alike. Its course is that of Kita, Mali:
 * most dust from December to May, least from June to September (doi 10.4236/oalib.1114260). Its size is chosen so that
 * a panel that is never cleaned has lost about a third by the end of the dry season. Three weeks, after which panels
 * are cleaned at Diass, Senegal, then cost about 5 %.
 */
export const DUST_PER_DAY: Monthly = [
  0.0025, 0.0027, 0.0028, 0.0027, 0.0024, 0.0014, 0.0009, 0.0008, 0.0009, 0.0013, 0.0018, 0.0023,
];

/** The average year of a region. */
export function climateOf(region: Region): Climate {
  return climates[region];
}

/** The value of the month that a time (Unix ms, UTC) is in. */
export function inMonth(values: Monthly, time_ms: number): number {
  return values[new Date(time_ms).getUTCMonth()] ?? Number.NaN;
}

/** A value that goes in straight lines from the middle of one month to that of the next. */
export function throughYear(values: Monthly, time_ms: number): number {
  const date = new Date(time_ms);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const from_ms = Date.UTC(year, month, 1);
  const share = (time_ms - from_ms) / (Date.UTC(year, month + 1, 1) - from_ms) - 0.5;
  const here = values[month] ?? Number.NaN;
  const other = values[(month + (share < 0 ? 11 : 1)) % 12] ?? Number.NaN;
  return here + (other - here) * Math.abs(share);
}
