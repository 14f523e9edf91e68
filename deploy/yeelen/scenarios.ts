import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FleetPlan } from "@yeelen/simulator/scenario/plan";
import { CommandError } from "./commandError";

const SHIPPED = fileURLToPath(new URL("../../simulator/scenarios/", import.meta.url));

/** Names of the scenarios that come with the program. */
export function scenarioNames(): string[] {
  return readdirSync(SHIPPED).map((file) => file.replace(/\.yaml$/, ""));
}

/**
 * The file that a scenario's name or path means.
 *
 * @throws CommandError where there is neither a file nor a shipped scenario of that name
 */
export function scenarioFile(nameOrPath: string): string {
  if (existsSync(nameOrPath)) return nameOrPath;
  if (scenarioNames().includes(nameOrPath)) return `${SHIPPED}${nameOrPath}.yaml`;
  throw new CommandError(
    `there is no scenario ${nameOrPath}: name a YAML file, or one of ${scenarioNames().join(", ")}`,
  );
}

/** The kits of a fleet as a service registers them: they stamp their own, simulated, time. */
export function kitEntries({ kits, sites }: FleetPlan) {
  const names = new Map(sites.map(({ slug, name }) => [slug, name]));
  return kits.map(
    ({ kit, site, type }) =>
      ({ code: kit, site: names.get(site) ?? site, clock: "sender", battery: type.battery }) as const,
  );
}
