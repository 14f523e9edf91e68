import { readFileSync } from "node:fs";
import { type Finding, ok, warn } from "./finding";

/** Files of the service beside its connections: journal, program, export. Chosen, some four times what is open. */
const OTHERS = 200;

/**
 * Whether as many connections as are allowed can be open at a time: each is a file to the system. Linux only.
 *
 * @param pid of the service; what is true of this process where none runs
 */
export function checkOpenFiles(maxConnections: number, pid?: number): Finding[] {
  const limit = limitOf(pid ?? "self") ?? limitOf("self");
  if (limit === undefined) return [];
  if (limit >= maxConnections + OTHERS) return [ok("open files", `${limit} at a time`)];
  const found = `${limit} at a time: that is not enough for ${maxConnections} connections`;
  return [
    warn(
      "open files",
      found,
      `raise it to ${maxConnections + OTHERS} (LimitNOFILE, ulimit -Hn) where so many kits are expected`,
    ),
  ];
}

/** The hard limit: Node raises its own to that. */
function limitOf(pid: number | "self"): number | undefined {
  try {
    const line = /^Max open files +\S+ +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, "utf8"));
    if (line?.[1] === "unlimited") return Infinity;
    return line ? Number(line[1]) : undefined;
  } catch {
    return undefined;
  }
}
