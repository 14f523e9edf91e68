import { isKitId, topics } from "@yeelen/shared/topics";
import type { Form } from "../intake/receiver";

/** The filters under which the reports of all kits arrive, as a member of a group where one is named. */
export function reportFilters(group: string | undefined): string[] {
  const filters = [topics.report("+"), topics.reportJson("+")];
  return group === undefined ? filters : filters.map((filter) => `$share/${group}/${filter}`);
}

/** Which kit a report comes from, and in which form, by its topic; undefined where it is no kit's topic. */
export function senderOf(topic: string): { kit: string; form: Form } | undefined {
  const kit = topic.split("/", 2)[1] ?? "";
  if (!isKitId(kit)) return undefined;
  if (topic === topics.report(kit)) return { kit, form: "binary" };
  if (topic === topics.reportJson(kit)) return { kit, form: "json" };
  return undefined;
}
