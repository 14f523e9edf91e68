import packageJson from "../../../package.json" with { type: "json" };
import { fail, type Finding, ok } from "./finding";

/** The version of Node.js against the one that the project needs. */
export function checkNode(version: string = process.versions.node): Finding[] {
  const needed = packageJson.engines.node.replace(/^>=/, "");
  if (isAtLeast(version, needed)) return [ok("node", `Node.js ${version}`)];
  return [fail("node", `Node.js ${version}`, `install Node.js ${needed} or newer`)];
}

function isAtLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split(".").map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}
