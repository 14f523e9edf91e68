import fs from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { checkSection, cutSection, VM_SECTION_SHA256 } from "./section";

const bundle = fs.readFileSync(
  createRequire(import.meta.url).resolve("@devicescript/cli/built/devicescript-cli.cjs"),
  "utf8",
);

it("the virtual machine of the installed CLI is the one that was tried", () => {
  expect(() => checkSection(cutSection(bundle), "installed")).not.toThrow();
});

it("another virtual machine is refused, naming both hashes and the version", () => {
  const changed = `${cutSection(bundle)} `;
  expect(() => checkSection(changed, "9.9.9")).toThrow(
    new RegExp(`@devicescript/cli 9\\.9\\.9 .*expected ${VM_SECTION_SHA256}, found [0-9a-f]{64}`),
  );
});

it("a bundle without the section is refused", () => {
  expect(() => cutSection("var nothing;")).toThrow("no section");
});
