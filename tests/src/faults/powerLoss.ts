import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Random } from "@yeelen/simulator/random";
import { find } from "yeelen/servers/programs";

const source = fileURLToPath(new URL("powerLoss.c", import.meta.url));

/** What a disk writes or leaves as a whole: a page of the page cache. */
const PAGE_bytes = 4096;

/**
 * What a power cut leaves of what was not synced: nothing, as if the files were cut back to their last sync; or of
 * each page the old or the new content, by chance, as of a disk that was in the middle of it.
 */
export type Cut = "back" | "torn";

/** What a cut did. */
export interface CutResult {
  /** Pages that were written, not synced, and are gone. Not counted: those of SQLite's `-shm`, which nobody ever syncs. */
  lost_pages: number;
}

interface Kept {
  name: string;
  key: string;
}

/**
 * A data directory under a disk that forgets what was not synced. The service runs with `environment()`; once it was
 * killed, `cut` leaves in the directory what a power cut would have left.
 */
export class PowerLoss {
  private readonly data: string;
  private readonly kept: string;
  private readonly library: string;

  /** @param work a directory on the same file system, of which this may use what it likes */
  constructor(data: string, work: string) {
    this.data = realpathSync(data);
    this.kept = join(work, "kept");
    this.library = join(work, "powerLoss.so");
  }

  /**
   * Compiles the library that notes what is synced, and takes what the directory holds now for synced.
   *
   * @throws Error with what the compiler said
   */
  begin(): void {
    if (!existsSync(this.library)) {
      // Debian gives the headers of the C library to g++, not to gcc; C it is nonetheless
      const options = ["-x", "c", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", this.library, source, "-ldl"];
      execFileSync(find("g++") as string, options, { stdio: ["ignore", "ignore", "pipe"] });
    }
    rmSync(this.kept, { recursive: true, force: true });
    mkdirSync(this.kept);
    const names = this.present();
    for (const { name, key } of names) writeFileSync(join(this.kept, key), readFileSync(join(this.data, name)));
    writeFileSync(join(this.kept, "names"), names.map(({ name, key }) => `${key} ${name}\n`).join(""));
  }

  environment(): Record<string, string> {
    return {
      LD_PRELOAD: this.library,
      YEELEN_POWERLOSS_OF: this.data,
      YEELEN_POWERLOSS_KEPT: this.kept,
    };
  }

  /** Takes from the directory what was not synced; nobody may have it open. What is left counts as synced from now on. */
  cut(how: Cut, random: Random): CutResult {
    const present = this.present();
    const synced = this.syncedNames();
    const result: CutResult = { lost_pages: 0 };
    const after = new Map<string, Buffer>();
    for (const name of new Set([...synced, ...present].map((file) => file.name))) {
      const now = present.find((file) => file.name === name);
      const then = synced.find((file) => file.name === name);
      // a name that is new, gone, or that of another file by now
      const isOther = now?.key !== then?.key;
      const chosen = how === "torn" && isOther && random() < 0.5 ? now : then;
      if (!chosen) continue;
      const old = this.syncedContent(chosen.key);
      const current = now?.key === chosen.key ? readFileSync(join(this.data, name)) : old;
      const { content, lost_pages } = mixed(old, current, how === "torn" ? () => random() < 0.5 : () => false);
      after.set(name, content);
      if (!name.endsWith("-shm")) result.lost_pages += lost_pages;
    }
    for (const { name } of present) rmSync(join(this.data, name));
    for (const [name, content] of after) writeFileSync(join(this.data, name), content, { mode: 0o600 });
    this.begin();
    return result;
  }

  private present(): Kept[] {
    return readdirSync(this.data, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => {
        const { ino, birthtimeNs } = statSync(join(this.data, name), { bigint: true });
        return { name, key: `${ino}-${birthtimeNs}` };
      });
  }

  private syncedNames(): Kept[] {
    const lines = readFileSync(join(this.kept, "names"), "utf8").split("\n").filter(Boolean);
    return lines.map((line) => ({ key: line.slice(0, line.indexOf(" ")), name: line.slice(line.indexOf(" ") + 1) }));
  }

  private syncedContent(key: string): Buffer {
    const path = join(this.kept, key);
    return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  }
}

/** A file page by page, each as it was synced or as it was written since. */
function mixed(old: Buffer, current: Buffer, isNew: () => boolean): { content: Buffer; lost_pages: number } {
  const content = Buffer.alloc(isNew() ? current.length : old.length);
  let lost_pages = 0;
  for (let at = 0; at < Math.max(old.length, current.length); at += PAGE_bytes) {
    const before = old.subarray(at, at + PAGE_bytes);
    const written = current.subarray(at, at + PAGE_bytes);
    const kept = isNew() ? written : before;
    if (at < content.length) kept.copy(content, at, 0, content.length - at);
    if (kept === before && !before.equals(written)) lost_pages += 1;
  }
  return { content, lost_pages };
}
