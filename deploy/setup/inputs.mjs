// @ts-check
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** What `npm ci` makes of the folder. Scripts, exports and words in a package.json change nothing about it. */
export function installInputs() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\0`);
  for (const file of ["package-lock.json", ".npmrc"]) hash.update(read(file)).update("\0");
  const packages = ["", ...JSON.parse(read("package.json")).workspaces];
  for (const folder of packages) {
    const {
      scripts: _scripts,
      exports: _exports,
      description: _description,
      ...rest
    } = JSON.parse(read(path.join(folder, "package.json")));
    hash.update(`${JSON.stringify(rest)}\0`);
  }
  return hash.digest("hex");
}

/** What the page is built from: its own files, the contract it shares, and the tools (the lock file has them all). */
export function pageInputs() {
  const hash = createHash("sha256").update(read("package-lock.json"));
  for (const folder of ["ingest/web", "shared/src"]) {
    for (const file of filesOf(folder)) hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : filesOf(file);
      return entry.name.endsWith(".test.ts") ? [] : [file];
    });
}

/** @param {string} file */
function read(file) {
  const full = path.join(root, file);
  return fs.existsSync(full) ? fs.readFileSync(full, "utf8") : "";
}
