import { fileURLToPath } from "node:url";

/** The scenario whose households, sites and rates docs/simulator.md is about. */
export const PROGRAMME = fileURLToPath(new URL("../../scenarios/programme.yaml", import.meta.url));
