// @ts-check
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const heartbeat_ms = 5_000;
/** A holder that has not moved for so long is gone, even where another process has its pid now. */
const deadAfter_ms = 120_000;

/**
 * Waits until this process alone holds the lock file. It is given back by the function returned, and when we exit.
 * @param {string} file
 * @param {(holder: number) => void} onWait called once, if there is somebody to wait for
 * @returns {Promise<() => void>}
 */
export async function takeLock(file, onWait) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // The pid is in the file before the file has the lock's name: nobody reads an empty lock.
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    for (let told = false; !(await taken(own, file)); await sleep(200)) {
      if (!told) onWait(holderOf(file));
      told = true;
    }
  } finally {
    fs.rmSync(own, { force: true });
  }

  const beat = setInterval(() => {
    if (holderOf(file) === process.pid) fs.utimesSync(file, new Date(), new Date());
  }, heartbeat_ms).unref();
  const release = () => {
    clearInterval(beat);
    process.off("exit", release);
    if (holderOf(file) === process.pid) fs.rmSync(file, { force: true });
  };
  process.on("exit", release);
  return release;
}

/**
 * @param {string} own
 * @param {string} file
 */
async function taken(own, file) {
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
  if (!isStale(file)) return false;
  // Two may find the same stale lock: both put theirs in its place, the later one stays, and each looks whose it is.
  fs.copyFileSync(own, `${own}.new`);
  fs.renameSync(`${own}.new`, file);
  await sleep(300);
  return holderOf(file) === process.pid;
}

/** @param {string} file */
function isStale(file) {
  const age_ms = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = holderOf(file);
  // Our own pid in a lock we do not hold was left by a process of an earlier boot or container.
  return holder !== 0 && (holder === process.pid || age_ms > deadAfter_ms || !isAlive(holder));
}

/** @param {string} file */
function holderOf(file) {
  try {
    return Number(fs.readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
