/** Length of a step of the power system. */
export const STEP_s = 60;
export const STEP_h = STEP_s / 3600;
