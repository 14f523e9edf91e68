import type { KitDetail } from "@yeelen/shared/answers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type OpenPage, openPage } from "./harness/browser";
import { connectAndListen } from "./harness/mqttKit";
import { startService, type TestService } from "./harness/service";
import { describeWith } from "./servers/programs";

describeWith(["chromium"], "the provider's page", () => {
  let service: TestService;
  let kit: Awaited<ReturnType<typeof connectAndListen>>;
  let opened: OpenPage;
  let sequence = 0;

  const reports = async (configuration: number, more: object = {}) => {
    sequence += 1;
    const readings = [{ sequence, uptime_s: 86_400 }];
    return await kit.send({ version: "1.0", configuration, uptime_s: 86_400, boots: [{ boot: 2, readings }], ...more });
  };

  beforeEach(async () => {
    service = await startService();
    kit = await connectAndListen(service.port, service.addKit("kit-a"));
    await reports(0, {
      events: [{ kind: "help", boot: 2, uptime_s: 80_000 }],
      attempts: [{ boot: 2, reached: "hotspot", from_uptime_s: 600, to_uptime_s: 7200, count: 31 }],
    });
    opened = await openPage(service.url, "fr");
  });
  afterEach(async () => {
    await opened.close();
    await kit.stop();
    await service.stop();
  });

  it("shows a call for help, and a click answers it: the kit is told, and the call goes when the kit confirms", async () => {
    const { page, problems } = opened;
    const faults = page.locator("#faults");
    await faults.getByText("Appel à l’aide").waitFor();
    await faults.getByRole("button", { name: "J’ai vu" }).click();
    await faults
      .getByText(/Répondu le /)
      .first()
      .waitFor();
    expect(await faults.getByRole("button", { name: "J’ai vu" }).count()).toBe(0);
    expect((await reports(0)).commands).toEqual({ revision: 1, light: 2 });
    await page.getByText("des consignes attendent son prochain envoi").waitFor();
    await reports(1);
    await page.getByText("Aucune panne").waitFor();
    expect(((await service.get("kits/kit-a")).kit as KitDetail).commands).toMatchObject([{ state: "confirmed" }]);
    expect(problems).toEqual([]);
  });

  it("shows on demand what a kit told of its own silence, and what it was told", async () => {
    await service.post("kits/kit-a/commands", { interval_s: 600 });
    const { page, problems } = opened;
    await page.getByRole("button", { name: "Plus" }).click();
    const told = page.locator(".told");
    await told.getByText(/le partage de connexion a été vu 31\sfois sans être rejoint/).waitFor();
    await told.getByText(/révision 1, pas encore confirmée – une mesure toutes les 10\sminutes/).waitFor();
    await told.getByText("quelqu’un a appelé à l’aide").waitFor();
    expect(problems).toEqual([]);
  });
});
