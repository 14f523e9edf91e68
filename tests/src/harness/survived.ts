import type { AttackedService } from "./attackedService";
import { throwSessions } from "./throwSessions";

/** Until so many sessions have gone by, memory may still grow to the size that it keeps. */
const WARM_UP_sessions = 3000;

/**
 * Throws generated sessions at a service.
 *
 * @returns by how much its memory grew meanwhile, and how many reports of its good kit it acknowledged
 * @throws Error where it has stopped serving the good kit
 */
export async function survived(
  { port, kits, good, memory_bytes }: AttackedService,
  { seed, sessions }: { seed: number; sessions: number },
): Promise<{ growth_bytes: number; acknowledged: number }> {
  await throwSessions(port, kits, { seed, from: 0, to: WARM_UP_sessions });
  const before_bytes = memory_bytes();
  const before = good.acknowledged();
  await throwSessions(port, kits, { seed, from: WARM_UP_sessions, to: sessions });
  const growth_bytes = memory_bytes() - before_bytes;
  const acknowledged = good.acknowledged() - before;
  await good.goesOn(20);
  return { growth_bytes, acknowledged };
}
