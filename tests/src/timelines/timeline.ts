import { type Random, randomOf } from "@yeelen/simulator/random";

/** What can befall a kit. */
export const kinds = [
  "power cut",
  "cut while writing",
  "phone away",
  "acknowledgements lost",
  "acknowledgements late",
  "acknowledgements twice",
  "foreign acknowledgements",
  "malformed acknowledgements",
  "half-open",
  "broker restarts",
  "flash full",
  "flash worn",
  "flash erased",
  "sensors dead",
] as const;
export type Kind = (typeof kinds)[number];

/** Something that lasts from one step to another; a step is the time between two readings. */
export interface Happening {
  kind: Kind;
  from: number;
  until: number;
}

/** The life of a kit, as it is drawn from a seed. */
export interface Timeline {
  seed: number;
  steps: number;
  upload_s: number;
  happenings: Happening[];
}

export const STEP_s = 900;
const STEPS_PER_DAY = 96;
/** After the last happening all is well for so long that everything held arrives. */
const CALM = STEPS_PER_DAY;

/** How long each lasts, in steps; a power cut of none is a reset. */
const lengths: Record<Kind, [shortest: number, longest: number]> = {
  "power cut": [0, 60],
  "cut while writing": [0, 4],
  "phone away": [4, 13 * STEPS_PER_DAY],
  "acknowledgements lost": [4, 2 * STEPS_PER_DAY],
  "acknowledgements late": [4, 2 * STEPS_PER_DAY],
  "acknowledgements twice": [4, 2 * STEPS_PER_DAY],
  "foreign acknowledgements": [4, 2 * STEPS_PER_DAY],
  "malformed acknowledgements": [4, 2 * STEPS_PER_DAY],
  "half-open": [4, STEPS_PER_DAY],
  "broker restarts": [4, STEPS_PER_DAY],
  "flash full": [4, 6 * STEPS_PER_DAY],
  "flash worn": [4, 6 * STEPS_PER_DAY],
  "flash erased": [0, 0],
  "sensors dead": [4, 3 * STEPS_PER_DAY],
};

/** @param days at least so many, and as many more as may be */
export function timelineOf(seed: number, days: number): Timeline {
  const random = randomOf(seed, "timeline");
  const steps = (days + Math.floor(3 * random())) * STEPS_PER_DAY;
  const happenings: Happening[] = [];
  const count = 5 + Math.floor(12 * random());
  while (happenings.length < count) {
    const kind = kinds[Math.floor(kinds.length * random())] as Kind;
    const [shortest, longest] = lengths[kind];
    const from = 1 + Math.floor((steps - CALM - 1) * random());
    // short ones are more frequent than long ones
    const length = shortest + Math.floor((longest - shortest) * random() ** 2);
    happenings.push({ kind, from, until: Math.min(from + length, steps - CALM) });
  }
  const upload_s = [0, 3600, 6 * 3600][Math.floor(3 * random())] as number;
  return { seed, steps, upload_s, happenings: happenings.toSorted((a, b) => a.from - b.from) };
}

/** The values of a household's day, with noise: every step another panel voltage, by which a reading is known again. */
export function valuesAt(step: number, random: Random): number[] {
  const hour = (step % STEPS_PER_DAY) / 4;
  const sun = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
  const isEvening = hour > 18 && hour < 23;
  const noise = (size: number) => Math.round(size * (random() - 0.5));
  return [
    12_800 + Math.round(600 * sun) + noise(40),
    Math.round(2500 * sun) - (isEvening ? 400 : 40) + noise(20),
    stampOf(step),
    Math.round(2800 * sun) + noise(20),
    26 + Math.round(8 * sun) + noise(2),
    isEvening ? 180 + noise(8) : 0,
  ];
}

/** What a reading of a step shows as the voltage of its panel. */
export function stampOf(step: number): number {
  return 1000 + step;
}
