/** Regions of Mali in which kits stand. Each has the climate of the town it is named after. */
export const regions = ["mopti", "kayes", "menaka", "gao", "timbuktu"] as const;
export type Region = (typeof regions)[number];

/** Degrees north and east. */
export interface Place {
  latitude_deg: number;
  longitude_deg: number;
}
