import { readFileSync } from "node:fs";

/**
 * What memory may grow by, whatever comes in: garbage that is not yet collected and buffers that the allocator keeps.
 * A leak of 4 kB a connection or message would be more, after some 25,000 of them.
 */
export const GROWTH_bytes = 100e6;

/** How much memory a process has in use, in bytes (Linux). */
export function memoryOf_bytes(pid: number): number {
  const kB = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kB) * 1024;
}
