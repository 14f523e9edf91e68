import type { Reading } from "./reading";
import type { commandNames, connectionStages, eventKinds } from "./vocabulary";

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
  /** How many stretches of sequences are missing, but for what the kit said it dropped. */
  gaps: number;
  /** How many readings the kit said it thinned or lost: they will not come. */
  thinned: number;
  /** What the kit is to be told and has not confirmed yet, or null. */
  pending: CommandsView | null;
}

export type CommandName = (typeof commandNames)[number];
export type CommandValues = Partial<Record<CommandName, number>>;

/** Commands to a kit, as one revision. */
export interface CommandsView {
  revision: number;
  /** All values that last, and those that act once. */
  values: CommandValues;
  wanted: string;
  /** `refused`: the kit found a value out of bounds and kept what it had. `replaced`: a newer one came before it was confirmed. */
  state: "pending" | "confirmed" | "refused" | "replaced";
  /** When the kit first confirmed or refused it. */
  answered: string | null;
}

/** How far an attempt to connect came. */
export type ConnectionStage = (typeof connectionStages)[number];

/** Attempts to connect, one after the other, that came equally far and ended without an acknowledgement. */
export interface AttemptsView {
  reached: ConnectionStage;
  /** Of the first and the last of them; null where it is not known when they were. */
  from: string | null;
  to: string | null;
  times: number;
  /** When the report came that told them. */
  told: string;
}

/** Something that a kit told apart from its readings. */
export interface EventView {
  kind: (typeof eventKinds)[number];
  /** When it happened, or when the report came that told it. */
  time: string;
}

/** A report that brought something new. */
export interface ReportView {
  received: string;
  readings: number;
  bytes: number;
}

/** All that is known of a kit, in `GET /api/v1/kits/{kit}`. */
export interface KitDetail extends KitView {
  clock: string;
  battery: string;
  wifiRssi_dBm: number | null;
  /** What the newest reading says, or null where there is none. */
  newest: Reading | null;
  /** The revision of commands that the kit says it applies, 0 where none; null where it never said. */
  configuration: number | null;
  /** The newest revisions first. */
  commands: CommandsView[];
  /** The newest first, as all that follows. */
  events: EventView[];
  attempts: AttemptsView[];
  reports: ReportView[];
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

/** Whether kits are served, in `GET /health/ready`: with status 200 where `ready`, else 503. */
export interface Readiness {
  ready: boolean;
  /** What stands in the way. */
  reasons: { reason: "draining" | "not-listening" | "journal"; message: string }[];
  /** Why InfluxDB does not take points; null while it does, and where there is none. It stands in nobody's way. */
  influxdb: string | null;
}

/** How the service itself is doing, in `GET /api/v1/status`. */
export interface ServiceStatus {
  version: string;
  /** Tells a running service from another one that took its port. */
  instance: string;
  demo: Demo | null;
  startedAt: string;
  /** Asked to end: it answers what has come in and takes nothing new. */
  draining: boolean;
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
  /** The journal's files, and why it takes no commits, or null while it does. */
  journal: { bytes: number; error: string | null };
  /** What the broker turned away, by reason. */
  refused: Record<string, number>;
  /** The external broker that reports are taken from, or null where there is none. */
  broker: {
    url: string;
    connected: boolean;
    /** Since when it is connected, or not. */
    since: string;
    /** Why it is not connected, or null. */
    error: string | null;
  } | null;
  /** The way to InfluxDB, or null where there is none. */
  export: {
    /** Position of the last report that the server has. */
    position: number;
    points: number;
    /** Readings that the server dropped because they are older than it keeps. */
    tooOld: number;
    /** The last error, or null since it works. */
    error: string | null;
  } | null;
}
