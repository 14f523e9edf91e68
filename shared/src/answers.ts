/** What the service answers over HTTP, and the command line with `--json`. */

/** A kit, in `GET /api/v1/kits`. */
export interface KitView {
  kit: string;
  site: string;
  readings: number;
  /** When its last report came in. */
  lastSeen: string | null;
  /** Event time of its newest reading. */
  newestReading: string | null;
  firmware: string;
  /** How many stretches of sequences are missing. */
  gaps: number;
}

/** A message that was not stored as readings, in `GET /api/v1/quarantine`. */
export interface QuarantineView {
  kit: string;
  received: string;
  reason: string;
  /** The size of the message as it came. */
  bytes: number;
  detail: string;
  /** How often the very same came. */
  times: number;
  /** What was kept of it, in base64; empty where it may hold personal data. */
  content: string;
}

/** A demonstration: its kits are simulated, and one of them fails. */
export interface Demo {
  kit: string;
  hasFailed: boolean;
}

/** How the service itself is doing, in `GET /api/v1/status`. */
export interface ServiceStatus {
  version: string;
  /** Tells a running service from another one that took its port. */
  instance: string;
  demo: Demo | null;
  startedAt: string;
  mqtt: { port: number; connections: number };
  /** What intake has done since the start. */
  intake: {
    reports: number;
    readings: number;
    /** Readings that came again and were counted once. */
    repeated: number;
    quarantined: number;
    /** Reports that were refused, by reason. */
    refused: Record<string, number>;
  };
  /** What the broker turned away, by reason. */
  refused: Record<string, number>;
  /** The way to InfluxDB, or null where there is none. */
  export: {
    /** Position of the last report that the server has. */
    position: number;
    points: number;
    /** The last error, or null since it works. */
    error: string | null;
  } | null;
}
