import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KitView } from "@yeelen/shared/answers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { heedFile, serve, yeelen, yeelenJson } from "./harness/yeelen";

let directory: string;
let runtimeBefore: string | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-finding-"));
  runtimeBefore = process.env.XDG_RUNTIME_DIR;
  // the services of this test are the only ones there are
  process.env.XDG_RUNTIME_DIR = join(directory, "runtime");
});
afterEach(() => {
  process.env.XDG_RUNTIME_DIR = runtimeBefore;
  rmSync(directory, { recursive: true, force: true });
});

it("one service is found without being named; of several, reading takes the newest and writing asks which", async () => {
  const first = await serve(join(directory, "first"));
  await yeelenJson(["kits", "add", "kit-1"]);
  expect((await yeelenJson<{ kits: KitView[] }>(["kits"])).kits.map(({ kit }) => kit)).toEqual(["kit-1"]);

  const second = await serve(join(directory, "second"));
  const read = await yeelen(["kits", "--json"]);
  expect(JSON.parse(read.stdout)).toEqual({ kits: [] });
  expect(read.stderr).toMatch(/2 services run; this is the one on .*second/);
  for (const command of [
    ["kits", "add", "kit-2"],
    ["replay", heedFile, "--as", "heed"],
  ]) {
    const { status, stderr } = await yeelen(command);
    expect(status).toBe(1);
    expect(stderr).toMatch(/2 services run: say which one is meant[\s\S]*--data .*first/);
  }
  await yeelenJson(["kits", "add", "kit-2", "--data", join(directory, "first")]);

  await second.stop();
  expect((await yeelenJson<{ kits: KitView[] }>(["kits"])).kits.map(({ kit }) => kit)).toEqual(["kit-1", "kit-2"]);
  await first.kill();
  expect((await yeelen(["kits", "--data", join(directory, "first")])).stdout).toContain("kit-2");
  expect((await yeelen(["replay", heedFile, "--as", "heed"])).stderr).toContain("no service is running");
}, 60_000);
