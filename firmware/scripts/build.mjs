// Builds the kit's program with the DeviceScript CLI, offline: firmware/.devicescript/bin/bytecode.devs.
// Does nothing where the bytecode is of the sources that are there now.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const firmware = fileURLToPath(new URL("..", import.meta.url));
const output = path.join(firmware, ".devicescript");
const bytecode = path.join(output, "bin", "bytecode.devs");
const stamp = path.join(output, "inputs.sha256");
const lock = path.join(output, "building.pid");
const cli = createRequire(import.meta.url).resolve("@devicescript/cli/package.json");

fs.mkdirSync(output, { recursive: true });
await alone(() => {
  const inputs = hashOfInputs();
  if (fs.existsSync(bytecode) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === inputs) {
    process.stdout.write("firmware: up to date\n");
    return;
  }
  compile();
  fs.writeFileSync(stamp, inputs);
  process.stdout.write(`firmware: built, ${fs.statSync(bytecode).size} bytes of bytecode\n`);
});

/** Everything the bytecode is made of. All of shared/src counts: a build costs less than keeping a list. */
function hashOfInputs() {
  const hash = createHash("sha256").update(fs.readFileSync(cli));
  for (const root of [path.join(firmware, "src"), path.join(firmware, "..", "shared", "src")]) {
    for (const name of fs.readdirSync(root, { recursive: true }).map(String).toSorted()) {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
      hash.update(`\0${name}\0`).update(fs.readFileSync(path.join(root, name)));
    }
  }
  for (const name of ["devsconfig.json", "package.json"]) hash.update(fs.readFileSync(path.join(firmware, name)));
  return hash.digest("hex");
}

function compile() {
  const run = path.join(path.dirname(cli), "devicescript");
  fs.rmSync(bytecode, { force: true });
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [run, "build", "src/main.ts", "--no-colors"], {
    cwd: firmware,
    encoding: "utf8",
  });
  if (status === 0 && fs.existsSync(bytecode)) return;
  throw new Error(`firmware: the build failed\n${error ?? ""}${stdout}${stderr}`);
}

/** Runs `work` while no other process builds: tests that run side by side all ask for the bytecode. */
async function alone(work) {
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isAlive(lock)) fs.rmSync(lock, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function isAlive(pidFile) {
  try {
    process.kill(Number(fs.readFileSync(pidFile, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}
