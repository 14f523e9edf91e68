// @ts-check
// Real servers and a browser that tests use, from Debian's packages. What is not there is no error: its tests are
// skipped, with the reason.
import fs from "node:fs";
import { asleep } from "./asleep.mjs";
import { ask } from "./child.mjs";
import { find } from "./programs.mjs";

/** @typedef {{ program: string, package: string, service?: string }} TestServer */
/** @typedef {{ program: string, package: string, reason: string }} Missing */

/** @type {TestServer[]} */
const testServers = JSON.parse(fs.readFileSync(new URL("testServers.json", import.meta.url), "utf8"));

/** Why a package could not be had, from the attempt of this process. @type {Map<string, string>} */
const reasons = new Map();

const quiet = {
  DEBIAN_FRONTEND: "noninteractive",
  APT_LISTCHANGES_FRONTEND: "none",
  NEEDRESTART_SUSPEND: "1",
};
const aptOptions = [
  "-q",
  "-y",
  "--no-install-recommends",
  "-oDPkg::Lock::Timeout=300",
  "-oAcquire::Retries=2",
  "-oAcquire::http::Timeout=30",
  "-oDpkg::Options::=--force-confdef",
  "-oDpkg::Options::=--force-confold",
];

/** The step: installs what is missing where that can be done. It never fails. */
export async function installTestServers() {
  const wanted = [...new Set(absent().map((server) => server.package))];
  if (wanted.length === 0) return { status: 0, output: "", done: "all there" };

  const hindrance = whyNotInstall();
  if (hindrance !== undefined) {
    for (const name of wanted) reasons.set(name, hindrance);
  } else {
    const services = absent().flatMap((server) => server.service ?? []);
    await asleep(services, () => install(wanted));
  }
  const without = missingServers().length;
  return { status: 0, output: "", done: without === 0 ? "installed" : `${without} programs MISSING` };
}

/** @returns {Missing[]} the programs that tests will have to do without */
export function missingServers() {
  return absent().map((server) => ({ ...server, reason: reasons.get(server.package) ?? "not installed" }));
}

/**
 * Lines to be printed about them.
 * @param {Missing[]} missing
 */
export function describeMissing(missing) {
  return missing.map((it) => `MISSING: ${it.program} (Debian package ${it.package}): ${it.reason}\n`).join("");
}

function absent() {
  return testServers.filter((server) => find(server.program) === undefined);
}

function whyNotInstall() {
  if (find("apt-get") === undefined) return "apt-get is not here; on other systems than Debian, install it yourself";
  if (process.getuid?.() !== 0) return "only root may install it; run as root, or install the package yourself";
  return undefined;
}

/** @param {string[]} wanted package names */
async function install(wanted) {
  const update = await ask("apt-get", ["update", ...aptOptions], { env: quiet });
  const known = [];
  for (const name of wanted) {
    if (await hasCandidate(name)) known.push(name);
    else reasons.set(name, `apt knows no such package${update.status === 0 ? "" : `, and "apt-get update" failed`}`);
  }
  if (known.length === 0 || (await installed(known))) return;
  // One that cannot be had must not keep the others away.
  for (const name of known) await installed([name]);
}

/** @param {string} name */
async function hasCandidate(name) {
  const { status, output } = await ask("apt-cache", ["policy", name], { env: { LC_ALL: "C" } });
  return status === 0 && /Candidate: (?!\(none\))/.test(output);
}

/** @param {string[]} names */
async function installed(names) {
  const { status, output } = await ask("apt-get", ["install", ...aptOptions, ...names], { env: quiet });
  const lastError = output.split("\n").findLast((line) => line.startsWith("E:")) ?? `status ${status}`;
  const reason = status === 0 ? "the package is installed, but without it" : `apt-get install: ${lastError}`;
  for (const name of names) reasons.set(name, reason);
  return status === 0;
}
