/**
 * Tables of the journal. A report is one row, as it came, its lamp section apart; a `run` says
 * which consecutive sequences of a report count as readings, and where they stand in time. Runs
 * of a kit and incarnation never overlap, which makes a reading unique however often it is sent.
 * `numbering` counts what the runs hold, and into how many unbroken stretches of sequences they fall.
 * `dropped` holds, joined, the ranges that a kit told as thinned or lost: how many readings are
 * missing in each, and how many gaps lie wholly within it.
 *
 * `command` holds a row a revision, with all lasting values. `event` and `attempt` hold what kits
 * told apart from readings; `base_ms` is when the boot that they count seconds of began, NULL until
 * a report says so.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS kit (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  clock TEXT NOT NULL CHECK (clock IN ('server', 'sender')),
  battery TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  added_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS report (
  position INTEGER PRIMARY KEY,
  kit INTEGER NOT NULL REFERENCES kit (id),
  received_ms INTEGER NOT NULL,
  core BLOB NOT NULL,
  lamps BLOB
);
CREATE TABLE IF NOT EXISTS run (
  kit INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  position INTEGER NOT NULL REFERENCES report (position),
  group_index INTEGER NOT NULL,
  base_ms INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  PRIMARY KEY (kit, incarnation, first_sequence)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS run_position ON run (position);
CREATE INDEX IF NOT EXISTS run_time ON run (kit, to_ms);
CREATE TRIGGER IF NOT EXISTS run_unique BEFORE INSERT ON run
WHEN (
  SELECT last_sequence FROM run
  WHERE kit = NEW.kit AND incarnation = NEW.incarnation AND first_sequence <= NEW.last_sequence
  ORDER BY first_sequence DESC LIMIT 1
) >= NEW.first_sequence
BEGIN
  SELECT RAISE(ABORT, 'a reading would be kept twice');
END;
CREATE TABLE IF NOT EXISTS numbering (
  kit INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  stretches INTEGER NOT NULL,
  PRIMARY KEY (kit, incarnation)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dropped (
  kit INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  gaps INTEGER NOT NULL,
  PRIMARY KEY (kit, incarnation, first_sequence)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kit_state (
  kit INTEGER PRIMARY KEY REFERENCES kit (id),
  last_received_ms INTEGER NOT NULL,
  watermark_ms INTEGER,
  firmware TEXT NOT NULL,
  wifi_rssi_dBm INTEGER,
  configuration INTEGER,
  reports INTEGER NOT NULL,
  unknown_parts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS command (
  kit INTEGER NOT NULL REFERENCES kit (id),
  revision INTEGER NOT NULL,
  wanted_ms INTEGER NOT NULL,
  content TEXT NOT NULL,
  offered_ms INTEGER,
  confirmed_ms INTEGER,
  refused_ms INTEGER,
  PRIMARY KEY (kit, revision)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
  id INTEGER PRIMARY KEY,
  kit INTEGER NOT NULL REFERENCES kit (id),
  kind INTEGER NOT NULL,
  boot INTEGER NOT NULL,
  uptime_s INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  base_ms INTEGER,
  answered_ms INTEGER,
  answer_revision INTEGER,
  closed_ms INTEGER
);
CREATE INDEX IF NOT EXISTS event_told ON event (kit, kind, boot, uptime_s);
CREATE INDEX IF NOT EXISTS event_unplaced ON event (kit, boot) WHERE base_ms IS NULL;
CREATE INDEX IF NOT EXISTS event_open ON event (kit, kind) WHERE closed_ms IS NULL;
CREATE TABLE IF NOT EXISTS attempt (
  id INTEGER PRIMARY KEY,
  kit INTEGER NOT NULL REFERENCES kit (id),
  boot INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  first_uptime_s INTEGER NOT NULL,
  last_uptime_s INTEGER NOT NULL,
  times INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  base_ms INTEGER
);
CREATE INDEX IF NOT EXISTS attempt_told ON attempt (kit, boot, first_uptime_s);
CREATE INDEX IF NOT EXISTS attempt_unplaced ON attempt (kit, boot) WHERE base_ms IS NULL;
CREATE TABLE IF NOT EXISTS quarantine (
  id INTEGER PRIMARY KEY,
  kit TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  content BLOB NOT NULL,
  digest BLOB NOT NULL UNIQUE,
  times INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS cursor (
  consumer TEXT PRIMARY KEY,
  position INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS listening (
  started_ms INTEGER PRIMARY KEY,
  alive_ms INTEGER NOT NULL
);
`;

/** Raised with every change to `schema` that an older journal would not fit. */
export const SCHEMA_VERSION = 2;

/** Version 1 held reports in a coding that nothing reads any more; no kit in the field ever used it. */
export const OLDEST_SCHEMA_VERSION = 2;
