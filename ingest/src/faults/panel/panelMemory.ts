import type { SiteSun } from "./siteSun";

/** What was seen of a panel on a day, beside its neighbours: logarithms of its share of what they gave. */
export interface PanelDay {
  day: number;
  /** Of the light, hour by hour, and how sure each is (1 / variance, 0 = not known). */
  hours: readonly number[];
  weights: readonly number[];
  light: number;
  weight: number;
}

/** Something that lasts: since which UTC day, for how many days it was seen (of shade: not seen), and how deep it is (a logarithm). */
export interface Lasting {
  since: number;
  days: number;
  depth: number;
  isRaised: boolean;
  /** Days in a row on which it was better. */
  better: number;
}

/** What is remembered of a kit's panel. */
export interface PanelMemory {
  /** Light on the days on which nothing was wrong, oldest first: what is usual for this panel. */
  usual: readonly { day: number; light: number; weight: number }[];
  /** Of these, the middle, and what is reached on the better days, when the panel is clean; undefined until known. */
  middle: number | undefined;
  clean: number | undefined;
  /** The last days that tell anything of the light, oldest first. */
  recent: readonly PanelDay[];
  /** Voltage at the point of most power, and of the open panel, over the neighbours', and on how many days it was seen. */
  voltage: number | undefined;
  voltageDays: number;
  openVoltage: number | undefined;
  openDays: number;
  /** More than 0 where the panel is mostly connected to the battery straight, as a PWM charger does. */
  pwmDays: number;
  /** Bits of the hours that were lit in every reading of the last days, and how many days these are. */
  litHours: number;
  litDays: number;
  /** Readings by daylight since the panel was without voltage; undefined while nothing is wrong. */
  litSince: number | undefined;
  dirt: Lasting | undefined;
  /** `byLight`: of a PWM charger, whose panel's voltage is the battery's. */
  crack: (Lasting & { byLight: boolean }) | undefined;
  shade: (Lasting & { from: number; until: number }) | undefined;
  isRaised: boolean;
  site: SiteSun;
}
