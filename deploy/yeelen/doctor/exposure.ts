import type { Config } from "@yeelen/ingest/config/config";
import { type Finding, ok, warn } from "./finding";

/** Whether strangers reach what has no lock. */
export function checkExposure({ mqtt, http }: Pick<Config, "mqtt" | "http">): Finding[] {
  const findings: Finding[] = [];
  if (!isLoopback(mqtt.host)) {
    const advice = "let kits come by TLS, and keep this address for a network of your own (mqtt.host, MQTT_HOST)";
    findings.push(warn("exposure", `kits' secrets travel readably to ${mqtt.host}: that listener has no TLS`, advice));
  }
  if (!isLoopback(http.host)) {
    const advice = "listen on 127.0.0.1 (http.host, HTTP_HOST), behind a proxy that signs people in";
    findings.push(
      warn(
        "exposure",
        `whoever reaches ${http.host} sees all kits and commands them: page and API have no sign-in`,
        advice,
      ),
    );
  }
  return findings.length > 0 ? findings : [ok("exposure", "only this machine reaches what has no sign-in and no TLS")];
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
