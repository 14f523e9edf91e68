import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KitView } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { expect, it } from "vitest";
import { openPage } from "./harness/browser";
import { bin, yeelenJson } from "./harness/yeelen";
import { describeWith } from "./servers/programs";

describeWith(["chromium"], "the demonstration", () => {
  it("starts healthy; a fault appears within 60 s on the page and in yeelen faults; Ctrl-C leaves nothing", async () => {
    const here = mkdtempSync(join(tmpdir(), "yeelen-demo-here-"));
    // a directory of its own, so that other services of this machine are not found in its place
    const runtime = mkdtempSync(join(tmpdir(), "yeelen-runtime-"));
    process.env.XDG_RUNTIME_DIR = runtime;
    const demo = spawn(process.execPath, [bin, "demo"], { cwd: here });
    let said = "";
    demo.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/Open +http:\/\/127\.0\.0\.1:\d+/);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] as string;
    expect((await yeelenJson<{ faults: Fault[] }>(["faults"])).faults).toEqual([]);

    const { page, problems, close } = await openPage(url, "en-GB");
    await page.getByText("kayes-4").first().waitFor();

    await expect.poll(() => said, { timeout: 30_000 }).toContain("has died");
    const died_ms = Date.now();
    const broken = /kit (\S+) has died/.exec(said)?.[1] as string;
    const card = page.locator("#faults").getByText(broken).first();
    await card.waitFor({ timeout: 60_000 });
    expect(await page.locator("#faults").innerText()).toMatch(/Battery voltage too low[\s\S]*below 12\sV/);
    expect(Date.now() - died_ms).toBeLessThan(60_000);
    const { faults } = await yeelenJson<{ faults: Fault[] }>(["faults"]);
    expect(faults).toMatchObject([
      { kit: broken, kind: "battery-undervoltage", part: "battery", state: "raised", severity: "major" },
    ]);
    expect(faults[0]?.evidence).toMatchObject({ threshold_V: 12 });
    const { kits } = await yeelenJson<{ kits: KitView[] }>(["kits"]);
    expect(kits.length).toBe(12);
    expect(problems).toEqual([]);
    await close();

    const ended = once(demo, "close");
    demo.kill("SIGINT");
    expect((await ended)[0]).toBe(0);
    expect(readdirSync(here)).toEqual([]);
    expect(readdirSync(join(runtime, "yeelen-services"))).toEqual([]);
    for (const directory of [here, runtime]) rmSync(directory, { recursive: true, force: true });
  }, 150_000);
});
