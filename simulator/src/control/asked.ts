import { z } from "zod";
import { type HappeningKind, siteKinds } from "../happenings/kinds";
import { explain, hint } from "../scenario/problems";
import type { FleetPlan } from "../scenario/plan";
import { allKinds } from "../scenario/schema";
import { slugOf } from "../scenario/slug";
import { Refusal } from "./refusal";

const whereAndWhat = {
  kit: z.string().optional(),
  site: z.string().optional(),
  kind: z.string(),
};

/** What somebody wants to happen. */
export const happeningAskedSchema = z.strictObject({
  ...whereAndWhat,
  part: z.string().optional(),
  severity: z.number().gt(0).max(1).optional(),
  course_h: z.number().nonnegative().optional(),
});

/** What somebody wants to end. */
export const repairAskedSchema = z.strictObject(whereAndWhat);

/**
 * Reads what was asked for.
 *
 * @throws Refusal with all that is wrong with it
 */
export function readAsked<T extends z.ZodObject>(schema: T, raw: unknown): z.output<T> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new Refusal('say what as a JSON object, such as {"kit": "koro-3", "kind": "lamp-open"}');
  }
  const known = Object.keys(schema.shape);
  const problems = parsed.error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => `${key} is not known${hint(key, known) || `; known are ${known.join(", ")}`}`);
    }
    const key = String(issue.path[0]);
    return [`${key} ${explain(issue, (raw as Record<string, unknown>)[key])}`];
  });
  throw new Refusal(problems.join("; "));
}

/** @throws Refusal where there is no such kind */
export function kindNamed(name: string): HappeningKind {
  const kind = allKinds.find((one) => one === name.toLowerCase());
  if (kind === undefined) {
    throw new Refusal(`there is no kind "${name}"${hint(name, allKinds) || "; see the list of kinds"}`, 404);
  }
  return kind;
}

/** Whom something befalls: one kit, or a whole site. */
export type Owner = { kit: string; site: string } | { kit?: never; site: string };

/**
 * Finds the kit or the site that is meant.
 *
 * @throws Refusal where the fleet does not have it, or it is not what the kind befalls
 */
export function ownerNamed(
  { kit, site }: { kit?: string | undefined; site?: string | undefined },
  kind: HappeningKind,
  plan: FleetPlan,
): Owner {
  if (kit !== undefined && site !== undefined) throw new Refusal("name a kit or a site, not both");
  if (siteKinds.includes(kind)) {
    const example = plan.sites[0]?.slug ?? "";
    if (site === undefined) throw new Refusal(`${kind} befalls a whole site: name a site, such as ${example}`);
    return siteNamed(site, plan);
  }
  const example = plan.kits[0]?.kit ?? "";
  if (kit === undefined) throw new Refusal(`${kind} befalls one kit: name a kit, such as ${example}`);
  const found = plan.kits.find((one) => one.kit === kit.toLowerCase());
  if (found) return { kit: found.kit, site: found.site };
  throw new Refusal(`there is no kit "${kit}"${whichKits(kit, plan)}`, 404);
}

/**
 * Finds a site by its name, however it is written.
 *
 * @throws Refusal where the fleet does not have it
 */
export function siteNamed(name: string, plan: FleetPlan): { site: string } {
  const slugs = plan.sites.map(({ slug }) => slug);
  const slug = slugOf(name);
  if (slugs.includes(slug)) return { site: slug };
  throw new Refusal(`there is no site "${name}"${hint(slug, slugs) || `; there are ${slugs.join(", ")}`}`, 404);
}

/** The kits of the site that was meant, or the kit that it most likely was. */
function whichKits(kit: string, { sites, kits }: FleetPlan): string {
  const slug = slugOf(kit.replace(/-?\d*$/, ""));
  if (sites.some((site) => site.slug === slug)) {
    const there = kits.filter(({ site }) => site === slug);
    return `; there are ${there[0]?.kit ?? "none"} to ${there.at(-1)?.kit ?? "none"}`;
  }
  return hint(
    kit,
    kits.map((one) => one.kit),
  );
}
