import type { Fault } from "@yeelen/shared/faults";

/** A kit, as `GET /api/v1/kits` tells it. */
export interface Kit {
  kit: string;
  site: string;
  readings: number;
  /** When its last report came in. */
  lastSeen: string | null;
  /** Event time of its newest reading. */
  newestReading: string | null;
  firmware: string;
  /** How many stretches of readings are missing. */
  gaps: number;
}

/** How the service itself is doing, as `GET /api/v1/status` tells it. */
export interface Status {
  version: string;
  demo: boolean;
  hint: string | null;
  startedAt: string;
  mqtt: { port: number; connections: number };
  intake: {
    reports: number;
    readings: number;
    repeated: number;
    quarantined: number;
    refused: Record<string, number>;
  };
  refused: Record<string, number>;
  export: { position: number; points: number; error: string | null } | null;
}

/** What the service said at one moment. An unchanged part stays the same object from answer to answer. */
export interface Answer {
  kits: readonly Kit[];
  faults: readonly Fault[];
  status: Status;
  /** How far the service's clock is ahead of this device's. */
  clockAhead_ms: number;
}

/** Why there is no answer. */
export type Failure =
  | { kind: "unreachable" }
  | { kind: "too-slow" }
  | { kind: "refused"; httpStatus: number }
  | { kind: "unreadable" };
