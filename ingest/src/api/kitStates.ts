import { setImmediate as nextTurn } from "node:timers/promises";
import { isSilent, SILENT_ms } from "../faults/silence/kitSilent";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";

/** How many kits are in which state: `unheard` have never reported, `silent` is what the fault of this name says. */
export interface KitStates {
  reporting: number;
  silent: number;
  unheard: number;
}

/** How long a count holds: silence grows by the hour, and Prometheus asks every few seconds. */
const HOLDS_ms = 60_000;
/** How many kits are looked at before others get their turn. */
const KITS_PER_TURN = 500;

/** Counts kits by state, without the whole fault watch. */
export class KitCounter {
  private counting: Promise<KitStates> | undefined;
  private countedAt_ms = 0;

  constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  async counts(): Promise<KitStates> {
    const now_ms = this.now();
    if (!this.counting || Math.abs(now_ms - this.countedAt_ms) >= HOLDS_ms) {
      this.countedAt_ms = now_ms;
      this.counting = this.count();
      this.counting.catch(() => (this.counting = undefined));
    }
    return await this.counting;
  }

  private async count(): Promise<KitStates> {
    const states: KitStates = { reporting: 0, silent: 0, unheard: 0 };
    for (const [i, kit] of this.journal.kits.all().entries()) {
      if (i % KITS_PER_TURN === KITS_PER_TURN - 1) await nextTurn();
      states[this.stateOf(kit)] += 1;
    }
    return states;
  }

  private stateOf(kit: KitRecord): keyof KitStates {
    const lastReceived_ms = this.journal.lastReceived_ms(kit.id);
    if (lastReceived_ms === undefined) return "unheard";
    if (this.now() - lastReceived_ms < SILENT_ms) return "reporting";
    const listened_ms = this.journal.listening.total_ms(lastReceived_ms);
    return isSilent({ lastReceived_ms, listened_ms, ownClock: kit.clock === "sender" }) ? "silent" : "reporting";
  }
}
