// @ts-check
// `yeelen serve` and `yeelen replay` on Node 24, with the packages that the tests have just used on their Node.
// Status 0: passed, 77: skipped, anything else: failed.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { endOnSignals } from "../deploy/setup/child.mjs";
import { npm } from "../deploy/setup/npm.mjs";
import { root } from "../deploy/setup/paths.mjs";

const unreachable = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|E50\d)\b/;
const execute = promisify(execFile);
const program = path.join(root, "deploy", "yeelen", "bin.mjs");
const recording = path.join(root, "simulator", "data", "heed-kigeme", "microgrid_processed_august.csv");
const kits = 20;
const days = 2;

endOnSignals();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "yeelen-node24-"));
process.once("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));

process.stdout.write("\nsmoke run on Node 24\n");
const { status, output } = await npm(["install", "--prefix", scratch, "--no-audit", "--no-fund", "node@24"]);
if (status === 0) {
  await smoke(path.join(scratch, "node_modules", "node", "bin", "node"));
} else {
  const isSkipped = unreachable.test(output);
  process.stdout.write(
    `${output}${isSkipped ? "SKIPPED" : "FAILED"}: smoke run: Node 24 cannot be installed from npm\n`,
  );
  process.exitCode = isSkipped ? 77 : 1;
}

/** @param {string} node */
async function smoke(node) {
  const data = path.join(scratch, "data");
  /** @param {string[]} args */
  const yeelen = async (...args) => (await execute(node, [program, ...args, "--data", data, "--json"])).stdout;
  const service = serve(node, data);
  try {
    await service.ready;
    process.stdout.write(await yeelen("replay", recording, "--as", "heed", "--days", String(days)));
    const { kits: list } = JSON.parse(await yeelen("kits"));
    assert.deepEqual(
      list.map((/** @type {{ readings: number }} */ kit) => kit.readings),
      Array.from({ length: kits }, () => days * 24),
    );
    service.child.kill("SIGTERM");
    assert.equal(await service.ended, 0, "status of yeelen serve after SIGTERM");
    process.stdout.write(`smoke run passed: ${kits} kits with ${days * 24} readings each\n`);
  } catch (error) {
    process.stdout.write(`${service.output()}\nFAILED: smoke run: ${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 1;
  } finally {
    service.child.kill("SIGKILL");
    await service.ended;
  }
}

/**
 * @param {string} node
 * @param {string} data
 */
function serve(node, data) {
  const ports = ["--mqtt-port", "0", "--http-port", "0"];
  const child = spawn(node, [program, "serve", "--data", data, ...ports, "--json"], { cwd: root });
  process.once("exit", () => child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = once(child, "exit").then(([status, signal]) => status ?? signal);
  /** It says where it listens once it does. */
  const ready = Promise.race([
    once(child.stdout, "data"),
    ended.then((status) => assert.fail(`yeelen serve ended with status ${status} before it was ready`)),
  ]);
  return { child, ended, ready, output: () => output };
}
