import type { KitDetail } from "@yeelen/shared/answers";

/** What can be done about a call for help. */
export type HelpRequest = "answer" | "close";

/** @throws Error where the service does not answer */
export async function askKit(kit: string): Promise<KitDetail> {
  const response = await fetch(pathOf(kit), { cache: "no-cache" });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return ((await response.json()) as { kit: KitDetail }).kit;
}

/** @throws Error where the service does not do it; one that was done already by somebody else counts as done */
export async function requestHelp(kit: string, request: HelpRequest): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${pathOf(kit)}/help/${request}`, { method: "POST", headers, body: "{}" });
  if (!response.ok && response.status !== 409) throw new Error(`HTTP ${response.status}`);
}

function pathOf(kit: string): string {
  return `api/v1/kits/${encodeURIComponent(kit)}`;
}
