import type { FastifyInstance, InjectOptions } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Commands, type ControlState } from "./commands";
import { controlApp } from "./controlApp";
import { StandingRun } from "./testRun";

let standing: StandingRun;
let app: FastifyInstance;
beforeEach(() => {
  standing = new StandingRun();
  standing.begin();
  app = controlApp(new Commands(standing.run, standing.plan));
});
afterEach(async () => {
  await app.close();
  await standing.end();
});

async function ask(options: InjectOptions): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await app.inject({ ...options, headers: { host: "127.0.0.1:8090", ...options.headers } });
  return { status: response.statusCode, json: response.json<Record<string, unknown>>() };
}

async function state(): Promise<ControlState> {
  return (await ask({ url: "/state" })).json as unknown as ControlState;
}

const open = { kit: "koro-3", kind: "lamp-open", part: "lamp2" };
const since = "2026-03-02T00:00Z";

it("says how things are", async () => {
  const { kinds, ...rest } = await state();
  expect(rest).toMatchObject({
    scenario: "few",
    time: since,
    day: 1,
    days: 10,
    sites: [
      { site: "koro", name: "Koro", region: "mopti", kits: 3 },
      { site: "tenenkou", name: "Ténenkou", region: "mopti", kits: 1 },
    ],
    happenings: [
      { kit: "tenenkou-1", site: "tenenkou", kind: "overuse", since, until: "2026-03-05T00:00Z", reached: 1 },
    ],
  });
  expect(rest.kits.map(({ kit, site }) => [kit, site])).toEqual([
    ["koro-1", "koro"],
    ["koro-2", "koro"],
    ["koro-3", "koro"],
    ["tenenkou-1", "tenenkou"],
  ]);
  expect(kinds.find(({ kind }) => kind === "lamp-open")).toEqual({
    kind: "lamp-open",
    nature: "fault",
    meaning: "A lamp is broken or its cable is torn: no current flows",
    severityMeans: "no light; there is nothing between",
    befalls: "kit",
    parts: ["lamp1", "lamp2", "lamp3"],
    isAllOrNothing: true,
    isOverAtOnce: false,
    isOfWholeDays: false,
  });
});

it("lets things happen and ends them", async () => {
  expect(await ask({ method: "POST", url: "/happenings", payload: open })).toEqual({
    status: 201,
    json: { happening: { ...open, site: "koro", since, severity: 1, course_h: 0, reached: 1 } },
  });
  const offline = { site: "Ténenkou", kind: "site-offline" };
  expect((await ask({ method: "POST", url: "/happenings", payload: offline })).status).toBe(201);
  expect((await state()).happenings.map(({ kind }) => kind)).toEqual(["overuse", "lamp-open", "site-offline"]);

  const { status, json } = await ask({
    method: "POST",
    url: "/repairs",
    payload: { kit: "koro-3", kind: "lamp-open" },
  });
  expect([status, json]).toMatchObject([200, { ended: [{ ...open, since, until: since, reached: 0 }] }]);
  const { json: byQuery } = await ask({ method: "DELETE", url: "/happenings?site=tenenkou&kind=site-offline" });
  expect(byQuery).toMatchObject({ ended: [{ site: "tenenkou", kind: "site-offline" }] });
  const { json: byBody } = await ask({
    method: "DELETE",
    url: "/happenings",
    payload: { kit: "tenenkou-1", kind: "overuse" },
  });
  expect(byBody).toMatchObject({ ended: [{ kit: "tenenkou-1" }] });
  expect((await state()).happenings).toEqual([]);
});

describe("says what is wrong", () => {
  it.each<[InjectOptions, number, string]>([
    [{ payload: { ...open, kit: "koro-9" } }, 404, 'there is no kit "koro-9"; there are koro-1 to koro-3'],
    [{ payload: { ...open, kind: "lamp-opn" } }, 404, 'there is no kind "lamp-opn"; did you mean "lamp-open"?'],
    [{ payload: { ...open, prt: "lamp2" } }, 400, 'prt is not known; did you mean "part"?'],
    [{ payload: { kit: "koro-3" } }, 400, "kind is missing: must be a text"],
    [{ payload: { ...open, severity: "bad" } }, 400, 'severity must be a number, and is "bad"'],
    [{ payload: { kit: "koro-3", kind: "lamp-dim", course_h: -1 } }, 400, "course_h must be at least 0, and is -1"],
    [{ payload: { kind: "lamp-open" } }, 400, "lamp-open befalls one kit: name a kit, such as koro-1"],
    [{ payload: { ...open, site: "koro" } }, 400, "name a kit or a site, not both"],
    [{ payload: { site: "koor", kind: "site-offline" } }, 404, 'there is no site "koor"; did you mean "koro"?'],
    [{}, 400, 'say what as a JSON object, such as {"kit": "koro-3", "kind": "lamp-open"}'],
    [{ payload: [open] }, 400, 'say what as a JSON object, such as {"kit": "koro-3", "kind": "lamp-open"}'],
    [{ payload: { kit: "tenenkou-1", kind: "overuse" } }, 409, "overuse of kit goes on at tenenkou-1 already"],
    [{ url: "/repairs", payload: { kit: "koro-3", kind: "lamp-open" } }, 409, "no lamp-open goes on at koro-3"],
    [{ url: "/breakages", payload: open }, 404, "there is no POST /breakages; there are GET /, GET /state"],
    [{ payload: "{", headers: { "content-type": "application/json" } }, 400, "JSON"],
    [
      { payload: JSON.stringify(open), headers: { "content-type": "text/plain" } },
      415,
      "send JSON, with Content-Type: application/json",
    ],
  ])("%j", async (options, status, error) => {
    const answer = await ask({ method: "POST", url: "/happenings", ...options });
    expect(answer).toEqual({ status, json: { error: expect.stringContaining(error) as string } });
    expect((await state()).happenings).toHaveLength(1);
  });
});

describe("is for this machine alone", () => {
  it.each([
    [{ host: "localhost:8090" }, 201],
    [{ host: "[::1]:8090", origin: "http://[::1]:8090" }, 201],
    [{ host: "127.0.0.1:8090", origin: "http://127.0.0.1:8090" }, 201],
    [{ host: "kits.example:8090" }, 403],
    [{ host: "127.0.0.1.example:8090" }, 403],
    [{ host: "127.0.0.1:8090", origin: "http://kits.example" }, 403],
    [{ host: "127.0.0.1:8090", origin: "http://127.0.0.1:8080" }, 403],
    [{ host: "127.0.0.1:8090", origin: "https://127.0.0.1:8090" }, 403],
    [{ host: "127.0.0.1:8090", origin: "null" }, 403],
  ])("%j: %i", async (headers, status) => {
    expect((await ask({ method: "POST", url: "/happenings", headers, payload: open })).status).toBe(status);
    expect((await state()).happenings).toHaveLength(status === 201 ? 2 : 1);
  });

  it("nor can its state be read, or its page be framed, from elsewhere", async () => {
    expect((await ask({ url: "/state", headers: { host: "kits.example" } })).status).toBe(403);
    const page = await app.inject({ url: "/", headers: { host: "127.0.0.1" } });
    expect(page.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(page.headers["cross-origin-resource-policy"]).toBe("same-origin");
  });
});

it("serves a page that asks for nothing from elsewhere", async () => {
  const get = async (url: string) => await app.inject({ url, headers: { host: "127.0.0.1" } });
  const page = await get("/");
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.body).not.toMatch(/https?:/);
  const files = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, url]) => url as string);
  expect(files).toEqual(["/page.css", "/page.js"]);
  for (const url of files) expect((await get(url)).statusCode).toBe(200);
});
