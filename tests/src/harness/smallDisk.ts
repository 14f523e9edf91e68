import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of a few MiB, in memory, that can be filled and freed. */
export interface SmallDisk {
  directory: string;
  fill: () => void;
  free: () => void;
  remove: () => void;
}

/** Why there can be none here, or undefined where there can. */
export const noSmallDisk =
  process.platform === "linux" && process.getuid?.() === 0 && canMount() ? undefined : "only root may mount a disk";

export function smallDisk(size_MiB: number): SmallDisk {
  const directory = mkdtempSync(join(tmpdir(), "yeelen-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size_MiB}m`, "tmpfs", directory]);
  const unmount = () => {
    execFileSync("umount", ["--lazy", directory]);
    rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", unmount);
  const filler = join(directory, "filler");
  return {
    directory,
    fill: () => {
      const { bavail, bsize } = statfsSync(directory);
      try {
        writeFileSync(filler, Buffer.alloc(bavail * bsize), { flag: "a" });
      } catch (error) {
        // another process took the rest meanwhile: full it is
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    free: () => rmSync(filler),
    remove: () => {
      process.off("exit", unmount);
      unmount();
    },
  };
}

function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "yeelen-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory], { stdio: "ignore" });
    execFileSync("umount", [directory]);
    return true;
  } catch {
    return false;
  } finally {
    if (existsSync(directory)) rmSync(directory, { recursive: true, force: true });
  }
}
