import type { Kit } from "@yeelen/firmware/kit/kit";
import type { FlashWrite } from "@yeelen/firmware/kit/settings";
import { FLASH_bytes, recordCost_bytes, SETUP_bytes } from "@yeelen/firmware/kit/wear";

interface Kept {
  bytes: Buffer;
  cost_bytes: number;
}

/**
 * The flash of a board as its runtime keeps settings: a log in one of two halves. A record that is written again is added
 * to the log; where the log is full, what is still valid moves to the other half, which is erased first. Where that leaves
 * no room either, the write is forgotten, and nobody says so.
 */
export class Flash {
  /** Records written (deleted ones too), and how often a half was erased. */
  writes = 0;
  collections = 0;
  private readonly kept = new Map<string, Kept>();
  private used_bytes = SETUP_bytes;

  /** Returns whether the record is kept, as reading it back would tell. */
  write({ key, bytes }: FlashWrite): boolean {
    const before = this.kept.get(key);
    if (before ? before.bytes.equals(bytes) : bytes.length === 0) return true;
    const cost_bytes = recordCost_bytes(bytes.length);
    if (this.used_bytes + cost_bytes > FLASH_bytes) {
      this.collections += 1;
      this.used_bytes = SETUP_bytes;
      for (const record of this.kept.values()) this.used_bytes += record.cost_bytes;
      if (this.used_bytes + cost_bytes > FLASH_bytes) return false;
    }
    this.used_bytes += cost_bytes;
    this.writes += 1;
    this.kept.set(key, { bytes, cost_bytes });
    return true;
  }

  erase(): void {
    this.kept.clear();
    this.used_bytes = SETUP_bytes;
  }

  /** The records as a kit gets them at its start. */
  records(): FlashWrite[] {
    return [...this.kept].map(([key, { bytes }]) => ({ key, bytes }));
  }
}

/** Writes whatever the kit wants kept now, as the firmware's board does. @param flash undefined: nothing is kept */
export function keepFlash(kit: Kit, uptime_s: number, flash: Flash | undefined): void {
  for (let work = kit.flashWork(uptime_s); work; work = kit.flashWork(uptime_s)) {
    kit.flashDone(flash?.write(work) ?? false);
  }
}
