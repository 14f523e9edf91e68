import type { Fault } from "@yeelen/shared/faults";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type OpenPage, openPage } from "./harness/browser";
import { startService, type TestService } from "./harness/service";
import { describeWith } from "./servers/programs";

const soiled: Fault = {
  kit: "kit-7f3k9",
  site: "Sévaré",
  kind: "panel-soiled",
  part: "panel",
  state: "snoozed",
  severity: "minor",
  since: "2026-11-02T12:00:00.000Z",
  until: "2026-12-24T08:00:00.000Z",
  evidence: { somethingNew_Wh: 61.4, wordOfTomorrow: "mud" },
  chart: {
    unit: "Wh",
    limit: 90,
    points: Array.from({ length: 30 }, (_, i) => ({
      time: new Date(Date.UTC(2026, 10, 1 + i)).toISOString(),
      value: i === 12 ? null : 120 - 2 * i,
      neighbours: 121,
    })),
  },
};
const worn: Fault = {
  ...soiled,
  kit: "kit-2m4pq",
  kind: "battery-worn",
  part: "battery",
  severity: "major",
  state: "repaired",
};
const maybe: Fault = { ...soiled, kit: "kit-b8xx2", kind: "panel-shaded", state: "suspected" };
const unheardOf = { ...soiled, kit: "kit-11aaz", kind: "panel-frozen", state: "thawing" } as unknown as Fault;

describeWith(["chromium"], "the faults on the provider's page", () => {
  let service: TestService;
  let opened: OpenPage;

  beforeAll(async () => {
    service = await startService();
    service.addKit("kit-7f3k9");
  });
  afterAll(async () => await service.stop());
  afterEach(async () => await opened.close());

  /** The page as it is where the service tells these faults. */
  async function showing(faults: readonly Fault[], locale: string, width: number) {
    opened = await openPage("about:blank", locale);
    const { page } = opened;
    await page.setViewportSize({ width, height: 740 });
    await page.route("**/api/v1/faults", async (route) => await route.fulfill({ json: { faults } }));
    await page.goto(service.url);
    await page.locator(".fault").first().waitFor();
    return page;
  }

  it.each([
    {
      locale: "fr",
      toDo: "Que faire",
      checks: "Ce qu’il faut vérifier",
      bring: "1 × chiffon doux et eau",
      step: /tôt le matin/,
    },
    {
      locale: "en",
      toDo: "What to do",
      checks: "What to check",
      bring: "1 × soft cloth and water",
      step: /early in the morning/,
    },
  ])("what to do is one tap away, on a phone, in $locale", async ({ locale, toDo, checks, bring, step }) => {
    const page = await showing([soiled], locale, 360);
    expect(await page.getByText(step).isVisible()).toBe(false);
    await page.getByText(toDo, { exact: true }).click();
    for (const text of [checks, bring]) expect(await page.getByText(text, { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText(step).isVisible()).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(opened.problems).toEqual([]);
  });

  it("says in words how far a fault is, and keeps what is only suspected apart", async () => {
    const page = await showing([soiled, worn, maybe], "en", 1280);
    const faults = page.locator("#faults");
    await faults.getByText("Put off until 24 Dec 2026").waitFor();
    await faults.getByText(/^Repaired, not yet proven – Somebody says/).waitFor();
    expect(await faults.locator(".fault").count()).toBe(2);
    await page
      .locator("#suspected")
      .getByText(/^Suspected – /)
      .waitFor();
    expect(await page.title()).toMatch(/^2\sfaults · Yeelen$/);
    expect(opened.problems).toEqual([]);
  });

  it("draws the numbers, and tells them to those who do not see", async () => {
    const page = await showing([soiled], "en", 360);
    const drawn = page.getByRole("img", {
      name: /^From 1 Nov 2026 to 30 Nov 2026\. This kit: at first 120\sWh, at last 62\sWh/,
    });
    const box = await drawn.boundingBox();
    expect(box?.width).toBeGreaterThan(150);
    await page.getByText(/^median of the neighbours, last: 121\sWh$/).waitFor();
    await page.getByText(/^limit: 90\sWh$/).waitFor();
    expect(opened.problems).toEqual([]);
  });

  it("shows what it does not know as well as it can: numbers, causes, kinds and states of a newer service", async () => {
    const page = await showing([soiled, unheardOf], "en", 1280);
    await page.getByText("something new", { exact: true }).first().waitFor();
    await page
      .getByText(/^61\.4\sWh$/)
      .first()
      .waitFor();
    await page.locator("dd", { hasText: "mud after the rain" }).waitFor();
    await page.getByText("panel frozen").waitFor();
    await page.getByText("thawing").waitFor();
    expect(opened.problems).toEqual([]);
  });
});
