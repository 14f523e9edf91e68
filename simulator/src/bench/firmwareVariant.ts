import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const CLI = join(dirname(createRequire(import.meta.url).resolve("@devicescript/cli/package.json")), "devicescript");

/** Ballast comes in pieces, as the heap of a program that has run for a while is in pieces too. */
const PIECE_bytes = 512;

/** The setting that says how many bytes of the heap are taken away before the program starts. */
export const BALLAST = "ballast";

const BALLAST_SOURCE = `import { readSetting } from "@devicescript/settings";
const ballast: Buffer[] = [];
for (let left: number = await readSetting("${BALLAST}", 0); left > 0; left = left - ${PIECE_bytes}) {
  ballast.push(Buffer.alloc(Math.min(left, ${PIECE_bytes})));
}
`;

/** What a variant of the kit's program starts with after its ballast. */
const ENTRIES = {
  kit: `import "./ballast";\nimport "./main";\n`,
  // as much as a program can be that lives on
  nothing: `import { sleep } from "@devicescript/core";\nimport "./ballast";\nfor (;;) {\n  console.log("alive");\n  await sleep(1000);\n}\n`,
};

/**
 * Builds a variant of the kit's program that takes ballast off the heap before it starts.
 *
 * @param ring_bytes another size of the ring
 * @throws Error where the sources have no such size, or do not compile
 */
export function buildVariant(entry: keyof typeof ENTRIES, ring_bytes?: number): Uint8Array {
  const folder = join(PROJECT, "firmware", ".devicescript", `bench-${process.pid}-${entry}-${ring_bytes ?? "usual"}`);
  const firmware = join(folder, "firmware");
  try {
    mkdirSync(firmware, { recursive: true });
    for (const part of ["firmware/src", "firmware/devsconfig.json", "firmware/package.json", "shared/src"]) {
      cpSync(join(PROJECT, part), join(folder, part), {
        recursive: true,
        filter: (name) => !name.endsWith(".test.ts"),
      });
    }
    writeFileSync(join(firmware, "src/ballast.ts"), BALLAST_SOURCE);
    writeFileSync(join(firmware, "src/bench.ts"), ENTRIES[entry]);
    if (ring_bytes !== undefined) resizeRing(join(firmware, "src/kit/settings.ts"), ring_bytes);
    execFileSync(process.execPath, [CLI, "build", "src/bench.ts", "--no-colors"], { cwd: firmware, stdio: "pipe" });
    return readFileSync(join(firmware, ".devicescript/bin/bytecode.devs"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resizeRing(path: string, ring_bytes: number): void {
  const source = readFileSync(path, "utf8");
  const resized = source.replace(/(export const RING_bytes = )\d+/, `$1${ring_bytes}`);
  if (resized === source) throw new Error(`${path} does not say how large the ring is`);
  writeFileSync(path, resized);
}
