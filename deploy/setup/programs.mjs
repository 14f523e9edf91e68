// @ts-check
import fs from "node:fs";
import path from "node:path";

/**
 * The full path of a program, or undefined. Debian puts servers where an ordinary user's PATH does not look.
 * @param {string} program
 */
export function find(program) {
  const folders = `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`
    .split(":")
    .filter((folder) => folder !== "");
  return folders.map((folder) => path.join(folder, program)).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
