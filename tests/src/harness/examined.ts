import { loadConfig } from "@yeelen/ingest/config/config";
import { expect } from "vitest";
import { examine } from "../../../deploy/yeelen/doctor/examine";
import type { Finding } from "../../../deploy/yeelen/doctor/finding";

/** What `yeelen doctor` finds with a data directory and settings; on free ports where these say nothing of them. */
export async function examined(data: string, settings: Record<string, unknown> = {}): Promise<Finding[]> {
  const config = loadConfig({}, undefined, { data, "mqtt.port": 0, "http.port": 0, ...settings });
  const findings = await examine(config, () => undefined);
  for (const { state, advice } of findings) {
    expect(advice === null, "advice where, and only where, there is something to do").toBe(state === "ok");
  }
  return findings;
}

/** The findings of a check that are not ok. */
export function troubles(findings: Finding[], check: string): Finding[] {
  return findings.filter((finding) => finding.check === check && finding.state !== "ok");
}
