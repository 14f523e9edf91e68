import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deviceIdOf, VmDevice, type VmDeviceOptions } from "./device";
import { VirtualClock } from "./virtualClock";

const FOLDER = fileURLToPath(new URL("../../../firmware/.devicescript/", import.meta.url));
const CLI = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@devicescript/cli/package.json")),
  "devicescript",
);

/**
 * Compiles a DeviceScript program of a test. It may import by `shared/…`, `firmware/…` and `simulator/…` from the root of the project.
 *
 * @param name of the folder it is compiled in, its own for each test
 */
export function compileProgram(name: string, source: string): Uint8Array {
  const folder = path.join(FOLDER, `test-${name}`);
  fs.mkdirSync(path.join(folder, "src"), { recursive: true });
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, version: "0.0.0", private: true }));
  fs.writeFileSync(path.join(folder, "devsconfig.json"), "{}");
  fs.writeFileSync(
    path.join(folder, "src/main.ts"),
    source.replaceAll(/"(?=shared\/|firmware\/|simulator\/)/g, `"../../../../`),
  );
  execFileSync(process.execPath, [CLI, "build", "src/main.ts"], {
    cwd: folder,
    encoding: "utf8",
    stdio: "pipe",
  });
  return fs.readFileSync(path.join(folder, ".devicescript/bin/bytecode.devs"));
}

/** Runs a program for a while and returns what it printed. */
export async function printedBy(
  bytecode: Uint8Array,
  duration_ms: number,
  changes: Partial<VmDeviceOptions> = {},
): Promise<string[]> {
  const clock = new VirtualClock(0);
  const lines: string[] = [];
  const device = new VmDevice({
    deviceId: deviceIdOf("test"),
    bytecode,
    clock,
    flash: { content: new Uint8Array(0) },
    onLog: (line) => {
      if (line.startsWith("> ")) lines.push(line.slice(2));
    },
    ...changes,
  });
  await device.start();
  await clock.run(duration_ms);
  device.stop();
  return lines;
}
