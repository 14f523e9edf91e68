import type { ExplainedKind } from "@yeelen/shared/catalogue/explain";
import { faultKinds } from "@yeelen/shared/faults";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startService, type TestService } from "./harness/service";
import { said, yeelen } from "./harness/yeelen";

interface Catalogue {
  language: string;
  catalogue: ExplainedKind[];
}

describe("the catalogue of faults over HTTP", () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => await service.stop());

  it.each([
    ["catalogue", "en", "Panel dirty"],
    ["catalogue?language=en", "en", "Panel dirty"],
    ["catalogue?language=fr", "fr", "Panneau sale"],
  ])("%s is whole, in %s", async (path, language, name) => {
    const answer = (await service.get(path)) as unknown as Catalogue;
    expect(answer.language).toBe(language);
    expect(answer.catalogue.map(({ kind }) => kind).toSorted()).toEqual(faultKinds.toSorted());
    expect(answer.catalogue.find(({ kind }) => kind === "panel-soiled")).toMatchObject({
      name,
      bring: [{ supply: "cloth-and-water", quantity: 1 }],
    });
  });

  it("a language that it does not speak is refused, and it says which it does", async () => {
    expect(await service.get("catalogue?language=de")).toEqual({ error: "language is one of en, fr" });
  });
});

describe("yeelen faults explain", () => {
  it("says what a kind means and what to do, in the language that was asked for", async () => {
    const english = await said(["faults", "explain", "battery-worn"]);
    expect(english).toMatch(/^Battery worn out \(battery-worn\)\n.*\n\nSeverity\n[^]*What to check\n {2}1\. /);
    const french = await said(["faults", "explain", "battery-worn", "--language", "fr"]);
    expect(french).toMatch(/^Batterie usée [^]*Ce qu’il faut apporter\n {2}1 × multimètre\n/);
  });

  it("lists every kind where none is named", async () => {
    const listed = await said(["faults", "explain"]);
    for (const kind of faultKinds) expect(listed).toContain(` ${kind} `);
  });

  it("prints one object with --json, of one kind or of all", async () => {
    const one = JSON.parse(await said(["faults", "explain", "help", "--json", "--language", "fr"])) as ExplainedKind;
    expect(one).toMatchObject({ language: "fr", kind: "help", severity: "critical", name: "Appel à l’aide" });
    const all = JSON.parse(await said(["faults", "explain", "--json"])) as Catalogue;
    expect(all.catalogue).toHaveLength(faultKinds.length);
  });

  it("a kind that there is not ends with what there is", async () => {
    const { status, stdout, stderr } = await yeelen(["faults", "explain", "battery-tired"]);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("battery-worn");
  });
});
