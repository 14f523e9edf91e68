import type { KindTexts } from "../language";
import { battery } from "./battery";
import { controller } from "./controller";
import { lamps } from "./lamps";
import { panel } from "./panel";
import { people } from "./people";

/** Everything that the catalogue says in English. */
export const english: KindTexts = { ...battery, ...panel, ...lamps, ...controller, ...people };
