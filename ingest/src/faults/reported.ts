import type { PersonReport } from "../journal/faultMarks";
import type { Finding } from "./finding";

/**
 * Somebody told of a fault: by phone, in a message, at a meeting or on a visit. Telemetry need not show it: of the
 * radio, the phone and the SIM card it knows little or nothing.
 *
 * Set when it is entered; cleared by hand, when it was looked at. Minor: how bad it is, is for whoever hears it to say.
 */
export function reportedBy({ part, told_by, told_ms }: PersonReport): Finding {
  return { kind: "reported", part, severity: "minor", since_ms: told_ms, evidence: { told_by } };
}
