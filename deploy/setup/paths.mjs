// @ts-check
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where set-up and tests keep what they remember between runs; git-ignored. */
export const memory = path.join(root, ".setup");
