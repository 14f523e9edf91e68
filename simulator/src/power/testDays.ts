import type { Demand } from "../people/demand";
import { STEP_s } from "./step";
import type { KitType } from "./kitType";
import type { PartsStart } from "./parts";
import type { PowerSystem } from "./powerSystem";

const MINUTES_PER_DAY = 86400 / STEP_s;

export const kitType: KitType = {
  panel_Wp: 20,
  battery: "lifepo4-4s",
  battery_Ah: 7,
  controller: "mppt",
  lamp_W: 2.3,
  usb_W: 5,
  radio_W: 1.2,
  radioLight_W: 0.5,
  idle_W: 0.15,
  uplink_W: 0.4,
};

/** Every part as its label says, the battery new and at half charge, in a dwelling of mud or brick. */
export const asRated: PartsStart = {
  stateOfCharge: 0.5,
  ageYears: 0,
  panelTolerance: 1,
  lampTolerance: [1, 1, 1],
  capacityTolerance: 1,
  dwelling_h: 6,
  dwellingWarmer_K: 0,
};

/** What surrounds a kit in a test; what is left out is a clear day, nobody at home and everything connected. */
interface Surroundings {
  noon_W_per_m2?: number;
  /** Length of the day around noon. */
  daylight_h?: number;
  ambient_degC?: number;
  demand?: (minute: number) => Demand;
  off?: number;
  isPanelInContact?: boolean;
}

/** Irradiance of a clear day as half a sine. */
export function sun_W_per_m2(minute: number, noon_W_per_m2: number, daylight_h: number): number {
  const fromNoon_h = Math.abs(minute / 60 - 12);
  return fromNoon_h < daylight_h / 2 ? noon_W_per_m2 * Math.cos((fromNoon_h / daylight_h) * Math.PI) : 0;
}

/** Lives from one hour of the first day to another hour; hours go on counting over days. */
export function live(
  power: PowerSystem,
  from_h: number,
  until_h: number,
  surroundings: Surroundings,
  each: (minute: number) => void = () => {},
): void {
  for (let minute = from_h * 60; minute < until_h * 60; minute++) {
    const ofDay = minute % MINUTES_PER_DAY;
    power.step(
      ofDay,
      sun_W_per_m2(ofDay, surroundings.noon_W_per_m2 ?? 900, surroundings.daylight_h ?? 12),
      surroundings.ambient_degC ?? 30,
      surroundings.demand?.(ofDay) ?? 0,
      surroundings.off ?? 0,
      surroundings.isPanelInContact ?? true,
      0,
    );
    each(minute);
  }
}
