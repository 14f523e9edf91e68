import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const description = { name: "nothing", version: "1.0.0", workspaces: ["part"] };

/** A copy of the scripts, with a project around them that has nothing but a workspace: npm needs no network for it. */
let project: string;
/** Stand-ins for programs of the system: in front of PATH. */
let programs: string;

beforeEach(() => {
  project = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "yeelen-setup-")));
  programs = path.join(project, "programs");
  fs.mkdirSync(programs);
  const scripts = fileURLToPath(new URL(".", import.meta.url));
  for (const name of fs.readdirSync(scripts).filter((file) => /\.(mjs|json)$/.test(file))) {
    fs.mkdirSync(path.join(project, "deploy", "setup"), { recursive: true });
    fs.copyFileSync(path.join(scripts, name), path.join(project, "deploy", "setup", name));
  }
  const part = { name: "part", version: "1.0.0" };
  const packages = { "": description, part, "node_modules/part": { resolved: "part", link: true } };
  write("package.json", JSON.stringify(description));
  write("package-lock.json", JSON.stringify({ ...description, lockfileVersion: 3, requires: true, packages }));
  fs.mkdirSync(path.join(project, "part"));
  write("part/package.json", JSON.stringify(part));
  write("deploy/setup/testServers.json", "[]");
});

afterEach(() => {
  fs.rmSync(project, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  fs.writeFileSync(path.join(project, file), text);
}

/** Writes a shell script that stands for a system's program. */
function fake(program: string, lines: string[]): void {
  write(`programs/${program}`, ["#!/bin/sh", `echo "${program} $*" >> ${project}/calls`, ...lines, ""].join("\n"));
  fs.chmodSync(path.join(programs, program), 0o755);
}

function setUp(...args: string[]): Promise<{ status: number | null; output: string }> {
  return setUpIn(`${programs}:${process.env.PATH ?? ""}`, args);
}

function setUpIn(PATH: string, args: string[] = []): Promise<{ status: number | null; output: string }> {
  const { npm_execpath: _npm, ...env } = process.env;
  const child = spawn(process.execPath, ["deploy/setup/setup.mjs", ...args], {
    cwd: project,
    env: { ...env, PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, output })));
}

const done = /packages +done/;
const stillValid = /packages +still valid/;

describe("set-up", () => {
  it("does what is missing, one line a step, and nothing twice", async () => {
    const first = await setUp();
    expect(first).toMatchObject({ status: 0, output: expect.stringMatching(done) });
    expect(first.output).toContain("there is no firmware/scripts/build.mjs");
    expect(first.output.trim().split("\n")).toHaveLength(3);
    expect((await setUp()).output).toMatch(stillValid);
    expect(fs.existsSync(path.join(project, ".setup", "lock"))).toBe(false);
  });

  it("does a step again when its inputs or its outputs are others", async () => {
    await setUp();
    fs.rmSync(path.join(project, "node_modules"), { recursive: true });
    expect((await setUp()).output).toMatch(done);

    write("package.json", JSON.stringify({ ...description, scripts: { hello: "true" } }));
    expect((await setUp()).output).toMatch(stillValid);
    write("package.json", JSON.stringify({ ...description, engines: { node: ">=20" } }));
    expect((await setUp()).output).toMatch(done);
  });

  it("prints all that a failed step said and what to do, and tries it again the next time", async () => {
    const good = fs.readFileSync(path.join(project, "package-lock.json"), "utf8");
    write("package-lock.json", "not a lock file");
    const failed = await setUp();
    expect(failed.status).toBe(1);
    expect(failed.output).toContain("npm error");
    expect(failed.output).toContain("run `npm install` once");
    write("package-lock.json", good);
    expect((await setUp()).output).toMatch(done);
  });

  it("lets only one of several do the work", async () => {
    const outcomes = await Promise.all([setUp(), setUp(), setUp()]);
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(outcomes.filter(({ output }) => done.test(output))).toHaveLength(1);
    expect(outcomes.filter(({ output }) => output.includes("waiting"))).toHaveLength(2);
  });

  it("is not held up by the lock of a process that has died", async () => {
    fs.mkdirSync(path.join(project, ".setup"));
    write(".setup/lock", "4194305"); // above the highest pid there can be
    const [one, two] = await Promise.all([setUp(), setUp()]);
    expect([one.status, two.status]).toEqual([0, 0]);
    expect([one.output, two.output].filter((output) => done.test(output))).toHaveLength(1);
  });

  it("says what is wrong where there is no npm", async () => {
    const { status, output } = await setUpIn(programs);
    expect(status).toBe(1);
    expect(output).toContain("npm cannot be run");
  });
});

describe("test servers", () => {
  const server = { program: "yeelen-test-server", package: "test-server" };

  beforeEach(() => {
    write("deploy/setup/testServers.json", JSON.stringify([server]));
    fake("apt-cache", ['echo "  Candidate: 1.0"']);
  });

  it.runIf(process.getuid?.() === 0)("are installed when root may, after apt-get update, and only once", async () => {
    fake("apt-get", [`[ "$1" = update ] || ln -s /bin/true ${programs}/${server.program}`]);
    expect((await setUp("--test-servers")).output).toMatch(/test servers +installed/);
    const calls = fs.readFileSync(path.join(project, "calls"), "utf8");
    expect(calls).toMatch(/^apt-get update .*\napt-cache policy test-server\napt-get install .* test-server\n$/);
    expect((await setUp("--test-servers")).output).toMatch(/test servers +all there/);
    expect(fs.readFileSync(path.join(project, "calls"), "utf8")).toBe(calls);
  });

  it("that cannot be had are named with the reason, and set-up goes on", async () => {
    fake("apt-get", ['[ "$1" = update ] || { echo "E: Unable to fetch some archives"; exit 100; }']);
    const { status, output } = await setUp("--test-servers");
    expect(status).toBe(0);
    const reason = process.getuid?.() === 0 ? "E: Unable to fetch some archives" : "only root may install it";
    expect(output).toContain("MISSING: yeelen-test-server (Debian package test-server): ");
    expect(output).toContain(reason);
  });

  it("are not looked at by what does not test", async () => {
    fake("apt-get", []);
    await setUp();
    expect(fs.existsSync(path.join(project, "calls"))).toBe(false);
  });
});
