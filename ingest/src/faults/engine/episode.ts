import type { FaultKind, FaultPart } from "@yeelen/shared/faults";
import type { Finding } from "./family";

/** A fault of a kit from its beginning to its end. Never changed in place. */
export interface Episode extends Finding {
  kind: FaultKind;
  part: FaultPart;
  /** Event time at which enough was seen to raise it, Unix time in ms; undefined while it is suspected. */
  raised_ms: number | undefined;
  /** Event time at which it ended, Unix time in ms; undefined while it is open. */
  cleared_ms: number | undefined;
}

/** One open fault per kind and part of a kit. */
export function keyOf(kind: FaultKind, part: FaultPart): string {
  return `${kind} ${part}`;
}
