import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { find } from "yeelen/servers/programs";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page in Chromium, with a profile of its own. */
export interface OpenPage {
  page: Page;
  /** Errors that the page met, as it would write them to its console. */
  problems: string[];
  close: () => Promise<void>;
}

/** @param locale the language that the browser asks for */
export async function openPage(url: string, locale: string): Promise<OpenPage> {
  const profile = mkdtempSync(join(tmpdir(), "yeelen-chromium-"));
  const executablePath = find("chromium") as string;
  const browser = await chromium.launchPersistentContext(profile, { executablePath, args: flags, locale });
  const page = browser.pages()[0] ?? (await browser.newPage());
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(url);
  return {
    page,
    problems,
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
