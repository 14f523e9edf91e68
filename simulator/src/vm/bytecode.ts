import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { fileURLToPath } from "node:url";

const BUILD = fileURLToPath(new URL("../../../firmware/scripts/build.mjs", import.meta.url));
const BYTECODE = fileURLToPath(new URL("../../../firmware/.devicescript/bin/bytecode.devs", import.meta.url));

/** The kit's program as the sources have it now; built where it is not there yet. */
export function firmwareBytecode(): Uint8Array {
  execFileSync(process.execPath, [BUILD], { stdio: ["ignore", "ignore", "inherit"] });
  return fs.readFileSync(BYTECODE);
}
