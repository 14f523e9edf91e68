// @ts-check
import fs from "node:fs";
import { ask } from "./child.mjs";

const policy = "/usr/sbin/policy-rc.d";
const mark = "# Of Yeelen's set-up";

/**
 * Runs `install` so that the packages' services are not started by it, nor at the next boot. The machine's own policy
 * stays in force where it has one; where not, ours is there for as long as this takes, and for these services only.
 * @template T
 * @param {string[]} services unit names
 * @param {() => Promise<T>} install
 * @returns {Promise<T>}
 */
export async function asleep(services, install) {
  if (services.length === 0) return await install();
  const ours = !fs.existsSync(policy) || fs.readFileSync(policy, "utf8").includes(mark);
  const remove = () => fs.rmSync(policy, { force: true });
  if (ours) {
    process.on("exit", remove);
    fs.writeFileSync(policy, policyFor(services, process.pid), { mode: 0o755 });
  }
  try {
    return await install();
  } finally {
    if (ours) {
      process.off("exit", remove);
      remove();
    }
    // Where there is no systemd there is nobody who would start them.
    if (fs.existsSync("/run/systemd/system")) {
      for (const service of services) await ask("systemctl", ["disable", "--now", service]);
    }
  }
}

/**
 * The policy says nothing any more once the process that wrote it is gone, should that leave it behind.
 * @param {string[]} services
 * @param {number} pid
 */
function policyFor(services, pid) {
  const names = services.flatMap((service) => [service, service.replace(/\.service$/, "")]);
  return [
    "#!/bin/sh",
    `${mark}: keeps the test servers it installs from being started. To be removed when that is over.`,
    `kill -0 ${pid} 2>/dev/null || exit 0`,
    `case "$1" in ${names.join("|")}) exit 101 ;; esac`,
    "exit 0",
    "",
  ].join("\n");
}
