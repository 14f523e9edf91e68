import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What `st` of /proc/net/tcp says of a socket that listens. */
const LISTENING = "0A";

/** A program that holds a port. */
export interface PortHolder {
  pid: number;
  name: string;
}

/** Who listens on a TCP port of this machine, as far as this user may know it. Linux only. */
export function holderOf(port: number): PortHolder | undefined {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  for (const pid of entries("/proc").filter((name) => /^\d+$/.test(name))) {
    if (entries(`/proc/${pid}/fd`).some((fd) => inodes.has(linkOf(`/proc/${pid}/fd/${fd}`)))) {
      return { pid: Number(pid), name: textOf(`/proc/${pid}/comm`).trim() };
    }
  }
  return undefined;
}

/** The sockets that listen on a port, as the links of file descriptors name them. */
function listeningInodes(table: string, port: number): string[] {
  return textOf(table)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTENING && Number.parseInt(local?.split(":")[1] ?? "", 16) === port)
    .map((columns) => `socket:[${columns[9]}]`);
}

// processes come and go while one looks, and other users' are closed
function entries(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
