import { faultKinds, type HappeningKind, linkKinds, lookalikeKinds, siteKinds } from "../happenings/kinds";
import type { KindProfile, Range } from "../happenings/profile";
import { kindProfiles } from "../happenings/profiles";
import { loadScenario } from "../scenario/load";
import { markdownTable } from "./markdown";
import { PROGRAMME } from "./programme";

const UNITS = [
  { hours: 168, name: "weeks" },
  { hours: 24, name: "days" },
  { hours: 1, name: "h" },
] as const;

const HEADER = ["kind", "what happens", "part", "severity of 1", "severities drawn", "course", "lasts", "a year"];

/** Tables of everything that can befall a kit, from the profiles by which it is drawn and the rates of the programme. */
export function happeningsMarkdown(): string {
  const { faults, lookalikes, link } = loadScenario(PROGRAMME);
  const rates: Partial<Record<HappeningKind, number | undefined>> = { ...faults, ...lookalikes, ...link };
  const rows = (kinds: readonly HappeningKind[]) =>
    markdownTable(
      HEADER,
      kinds.map((kind) => rowOf(kind, rates[kind] ?? 0)),
    );
  return [
    "#### Faults: they need a trip or a person",
    rows(faultKinds),
    "#### Look-alikes: harmless, and looking like faults",
    rows(lookalikeKinds),
    "#### What takes the network away",
    rows(linkKinds),
  ].join("\n\n");
}

function rowOf(kind: HappeningKind, perYear: number): string[] {
  const profile = kindProfiles[kind];
  return [
    `\`${kind}\``,
    profile.meaning,
    siteKinds.includes(kind) ? "a whole site" : profile.parts.join(", "),
    profile.severityMeans,
    severities(profile),
    course(profile),
    lasts(profile),
    `${perYear}${siteKinds.includes(kind) ? " a site" : ""}`,
  ];
}

function severities({ severity: [low, high], outrightShare }: KindProfile): string {
  const drawn = low === high ? `${low}` : `${low}–${high}`;
  return outrightShare === undefined ? drawn : `${drawn}; ${100 * outrightShare} %: 1`;
}

function course({ course_h, suddenShare }: KindProfile): string {
  if (course_h[1] === 0) return "sudden";
  return suddenShare === undefined ? spanOf(course_h) : `${spanOf(course_h)}; ${100 * suddenShare} %: sudden`;
}

function lasts({ duration_h, boardAct }: KindProfile): string {
  if (boardAct !== undefined) return "happens once";
  return duration_h === "stays" ? "until repaired" : spanOf(duration_h);
}

function spanOf([low_h, high_h]: Range): string {
  const unit = UNITS.find(({ hours }) => low_h % hours === 0 && high_h % hours === 0 && high_h > hours) ?? UNITS[2];
  const [low, high] = [low_h / unit.hours, high_h / unit.hours];
  return low === high ? `${low} ${unit.name}` : `${low}–${high} ${unit.name}`;
}
