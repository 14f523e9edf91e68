import { hint } from "../scenario/problems";
import { durationOf_h, DURATION_FORM } from "../scenario/times";
import { siteNamed } from "./asked";
import { type Commands, type HappeningView, viewOf } from "./commands";
import { kindViews } from "./kindViews";
import { Refusal } from "./refusal";

/** What can be typed. */
export const consoleWords = ["help", "kits", "kinds", "now", "status", "break", "repair", "quit"] as const;

const HELP = `help                                   this
status                                 simulated time, and how much goes on
now                                    what goes on, kit by kit
kits [SITE]                            the sites, or the kits of one site
kinds                                  everything that can happen, and to which parts
break KIT KIND [PART] [SEVERITY] [over TIME]
                                       lets it happen from now on, until it is repaired:
                                         break koro-3 lamp-open lamp2
                                         break koro-3 battery-worn 0.8 over 3 weeks
repair KIT KIND                        ends it
quit                                   ends the simulation
Where a whole site is meant, write the site instead of the kit: break koro site-offline`;

const NATURES = {
  fault: "faults",
  lookalike: "look-alikes, which are harmless",
  link: "the way to the server",
} as const;

/**
 * Does what a line asks for.
 *
 * @returns what to answer; `undefined` = the simulation is to end
 */
export function answerTo(line: string, commands: Commands): string | undefined {
  const [word = "", ...words] = line.trim().split(/\s+/);
  try {
    switch (word.toLowerCase()) {
      case "":
        return "";
      case "help":
        return HELP;
      case "status":
        return status(commands);
      case "now":
        return now(commands);
      case "kits":
        return words.length === 0 ? sites(commands) : kits(commands, words.join(" "));
      case "kinds":
        return kinds();
      case "break":
        return letHappen(commands, words);
      case "repair":
        return repair(commands, words);
      case "quit":
        return undefined;
      default:
        return `there is no command "${word}"${hint(word, consoleWords) || "; help says what there is"}`;
    }
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function letHappen(commands: Commands, words: string[]): string {
  const over = words.findIndex((word) => word.toLowerCase() === "over");
  const [name, kind, ...details] = over < 0 ? words : words.slice(0, over);
  if (name === undefined || kind === undefined)
    return "what, and where? break KIT KIND, such as  break koro-3 lamp-open";
  const severity = details.findIndex((detail) => /^[-+.,\d]/.test(detail));
  const parts = details.filter((_, index) => index !== severity);
  if (parts.length > 1) return `what is "${parts[1]}"? break KIT KIND [PART] [SEVERITY] [over TIME]`;
  const course_h = over < 0 ? undefined : durationOf_h(words.slice(over + 1).join(" "));
  if (over >= 0 && course_h === undefined) return `over takes ${DURATION_FORM}`;
  const happening = commands.letHappen({
    ...ownerMeant(commands, name, kind),
    kind,
    ...(parts[0] !== undefined && { part: parts[0] }),
    ...(severity >= 0 && { severity: numberOr(details[severity] as string) }),
    ...(course_h !== undefined && { course_h }),
  });
  const { isOverAtOnce, isOfWholeDays } = viewOf(happening.kind);
  if (isOverAtOnce) return `${lineOf(happening)}; it is done, and there is nothing to repair`;
  const from = isOfWholeDays ? "shows from midnight on and " : "";
  return `${lineOf(happening)}; it ${from}stays until  repair ${happening.kit ?? happening.site} ${happening.kind}`;
}

function repair(commands: Commands, words: string[]): string {
  const [name, kind, more] = words;
  if (name === undefined || kind === undefined)
    return "what, and where? repair KIT KIND, such as  repair koro-3 lamp-open";
  if (more !== undefined) return `what is "${more}"? repair KIT KIND`;
  return commands
    .repair({ ...ownerMeant(commands, name, kind), kind })
    .map(lineOf)
    .join("\n");
}

/** A name may be that of a kit or of a site; one that is neither is most likely what the kind befalls. */
function ownerMeant({ plan }: Commands, name: string, kind: string): { kit: string } | { site: string } {
  const isOf = (known: string) => known === name.toLowerCase();
  if (plan.kits.some(({ kit }) => isOf(kit))) return { kit: name };
  const isOfASite = kindViews.some((one) => one.kind === kind.toLowerCase() && one.befalls === "site");
  return isOfASite || plan.sites.some(({ slug }) => isOf(slug)) ? { site: name } : { kit: name };
}

/** A decimal comma is as good as a point. What is no number is left for others to complain about. */
function numberOr(text: string): number | string {
  const value = Number(text.replace(",", "."));
  return Number.isNaN(value) ? text : value;
}

function status(commands: Commands): string {
  const { scenario, time, day, days, kits, sites, happenings } = commands.state();
  const inTrouble = new Set(happenings.filter(({ kit }) => kit !== undefined).map(({ kit }) => kit)).size;
  const wholeSites = new Set(happenings.filter(({ kit }) => kit === undefined).map(({ site }) => site)).size;
  const alsoAt = wholeSites > 0 ? ` and at ${wholeSites} of ${sites.length} whole sites` : "";
  const where = `${inTrouble} of ${kits.length} kits${alsoAt}`;
  return `${scenario}: ${plainTime(time)}, day ${day} of ${days}; something goes on at ${where}`;
}

function now(commands: Commands): string {
  return commands.goingOn().map(lineOf).join("\n") || "nothing goes on: every kit is well";
}

function sites(commands: Commands): string {
  const { kits } = commands.plan;
  return table(
    commands.state().sites.map(({ site, name, region, kits: count }) => {
      const there = kits.filter((kit) => kit.site === site);
      const names = count === 1 ? `1 kit: ${there[0]?.kit}` : `${count} kits: ${there[0]?.kit} to ${there.at(-1)?.kit}`;
      return [site, name, `region of ${region}`, names];
    }),
  );
}

function kits(commands: Commands, name: string): string {
  const { site } = siteNamed(name, commands.plan);
  const { kits, happenings } = commands.state();
  const ofKit = (kit: string) => happenings.filter((one) => one.kit === kit).map(({ kind }) => kind);
  return table(
    kits
      .filter((kit) => kit.site === site)
      .map(({ kit, battery, household }) => [kit, battery, household, ofKit(kit).join(", ") || "well"]),
  );
}

function kinds(): string {
  return (["fault", "lookalike", "link"] as const)
    .map((nature) => {
      const rows = kindViews
        .filter((one) => one.nature === nature)
        .map(({ kind, meaning, parts, befalls }) => {
          const whom = befalls === "site" ? " (a whole site)" : "";
          return [`  ${kind}`, `${meaning}${parts.length > 1 ? ` (${parts.join(", ")})` : whom}`];
        });
      return `${NATURES[nature]}\n${table(rows)}`;
    })
    .join("\n");
}

/** A happening in one line. */
function lineOf({ kit, site, kind, part, since, until, severity, course_h, reached }: HappeningView): string {
  const { parts, isOverAtOnce } = viewOf(kind);
  const of = parts.length > 1 ? ` of ${part}` : "";
  const degree = severity < 1 || course_h > 0 ? `, severity ${severity}` : "";
  const course = course_h > 0 ? ` after ${course_h} h, ${reached} by now` : "";
  const at = isOverAtOnce ? "at" : "since";
  const end = until === undefined ? "" : ` until ${plainTime(until)}`;
  return `${kit ?? site}: ${kind}${of} ${at} ${plainTime(since)}${end}${degree}${course}`;
}

function plainTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** Columns under each other. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
