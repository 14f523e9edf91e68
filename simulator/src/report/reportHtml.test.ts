import { describe, expect, it } from "vitest";
import { reportHtml } from "./reportHtml";
import { syntheticExample, syntheticSummary } from "./testSummary";

const shown = [syntheticExample("panel-disconnected", 14.4), syntheticExample("market-day", 8)];
const large = syntheticSummary(400, 180, { examples: shown.map(({ example }) => example) });
large.happenings.push(...shown.map(({ happening }) => happening));
const page = reportHtml(large);

/** Whatever of some patterns a page holds outside of its pictures, whose letters are chance. */
function found(page: string, pattern: RegExp): string[] {
  return page.replaceAll(/base64,[^"]*/g, "").match(pattern) ?? [];
}

/** What a tile says, by its label. */
function tile(page: string, label: string): string | undefined {
  return [...page.matchAll(/<div><dt>(.*?)<\/dt><dd>(.*?)<\/dd><\/div>/g)].find(([, said]) =>
    said?.includes(label),
  )?.[2];
}

/** The cells of the row of a table that begins with a heading. */
function row(page: string, heading: string): string[] {
  const [, cells = ""] = new RegExp(`<tr><th scope="row">${heading}</th>(.*?)</tr>`).exec(page) ?? [];
  return [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, text]) => text as string);
}

describe("400 kits × 180 days", () => {
  it("stays below 2 MB", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  });

  it("needs nothing from anywhere", () => {
    expect(found(page, /https?:|<script|<link|@import|url\((?!#)/g)).toEqual([]);
    const sources = [...page.matchAll(/\b(?:src|href|xlink:href)="([^"]{0,20})/g)].map(([, source]) => source);
    expect(sources.every((source) => source?.startsWith("#") || source?.startsWith("data:image/png"))).toBe(true);
  });

  it("has sections, pictures with words, and tables with headers", () => {
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      "Fleet days",
      "Over the days",
      "Example kits",
      "What happened",
      "What it cost",
    ]);
    expect(page.match(/<img /g)).toHaveLength(2);
    expect(page.match(/<img alt="[^"]{20,}"/g)).toHaveLength(2);
    expect(page.match(/role="img" aria-label="[^"]{20,}"/g)).toHaveLength(7);
    expect(page.match(/<table>\s*<thead>/g)).toHaveLength(page.match(/<table>/g)?.length as number);
  });

  it("gives every id once, and no figure that is not a number", () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(found(page, /NaN|undefined|Infinity/g)).toEqual([]);
  });

  it("is the same for the same summary", () => {
    expect(reportHtml(large) === page).toBe(true);
  });
});

describe("figures", () => {
  const small = syntheticSummary(2, 2, { happenings: [] });
  // panel, load, controller, light, charge, disconnected, reachable, reports, sent, received, dropped
  const day = [100, 60, 2, 5, 0.8, 0, 3, 4, 1000, 200, 0];
  small.kitDays.set([...day, ...day, ...day, 0, 60, 2, 1, 0.05, 6, 0, 0, 0, 0, 7]);
  const page = reportHtml(small).replaceAll("\u00a0", " ");

  it.each([
    ["kit-days", "4"],
    ["reports received", "12"],
    ["sent by the kits", "3 kB"],
    ["from the panels", "300 Wh"],
    ["of light per kit and day", "4 h"],
    ["outputs cut off (25 %)", "1"],
    ["without a report (25 %)", "1"],
    ["readings dropped", "7"],
  ])("tile %s says %s", (label, value) => {
    expect(tile(page, label)).toBe(value);
  });

  it.each([
    ["Reports sent, per kit and month", ["22.5 kB", "28.5 kB", "30 kB"]],
    ["Controller’s own energy, per kit and day", ["2 Wh", "2 Wh", "2 Wh"]],
    ["Site 1", ["Mopti", "2", "80 %", "25 %", "25 %"]],
  ])("row %s says %j", (heading, cells) => {
    expect(row(page, heading)).toEqual(cells);
  });

  it("says so where nothing happened", () => {
    expect(page).toContain("Nothing: no faults, no look-alikes, no trouble with the link.");
  });
});

it("counts happenings by kind, with their first, last and median severity", () => {
  const onsets = [Date.UTC(2027, 0, 6), Date.UTC(2027, 0, 5), Date.UTC(2027, 0, 9)];
  const summary = syntheticSummary(3, 10, {
    happenings: onsets.map((onset_ms, i) => ({
      kind: "usb-short",
      site: "Site 1",
      kit: `k-${i + 1}`,
      part: "usb1",
      onset_ms,
      severity: 0.2 + 0.3 * i,
      course_h: 0,
    })),
  });
  expect(row(reportHtml(summary), "USB short")).toEqual(["Fault", "3", "5 Jan 2027", "9 Jan 2027", "0.50"]);
});

it("escapes what others named", () => {
  const evil = `<img src=x onerror="alert('1')">&`;
  const { example, happening } = syntheticExample("panel-disconnected", 5);
  const page = reportHtml(
    syntheticSummary(1, 30, {
      scenario: evil,
      description: evil,
      kits: [{ kit: evil, site: evil, region: evil }],
      examples: [{ ...example, kit: evil, site: evil }],
      happenings: [{ ...happening, kit: evil, site: evil }],
    }),
  );
  expect(found(page, /<img src=x|onerror="alert/g)).toEqual([]);
  expect(found(page, /&lt;img src=x onerror=&quot;alert/g).length).toBeGreaterThan(4);
});

it.each([
  { kits: 10_000, days: 1 },
  { kits: 4, days: 5 },
  { kits: 1, days: 1 },
])("reports on $kits kits × $days days", ({ kits, days }) => {
  const page = reportHtml(syntheticSummary(kits, days));
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  expect(found(page, /NaN|undefined|Infinity/g)).toEqual([]);
});

it("refuses a summary without kits, and one whose figures do not fit", () => {
  expect(() => reportHtml(syntheticSummary(0, 5))).toThrow("at least one kit and one day");
  expect(() => reportHtml({ ...syntheticSummary(2, 5), days: 6 })).toThrow(
    "110 values for 2 kits × 6 days × 11 fields",
  );
});
