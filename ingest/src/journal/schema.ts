import { quotaSchema } from "./quarantineQuota";

/** What holds reports and what follows from them. */
export const reportTables = `
CREATE TABLE block (
  position INTEGER PRIMARY KEY,
  received_ms INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  reports BLOB NOT NULL
);
CREATE TABLE lamp_block (
  position INTEGER PRIMARY KEY,
  checksum INTEGER NOT NULL,
  lamps BLOB NOT NULL
);
CREATE TABLE lamp_day (
  kit INTEGER NOT NULL,
  day INTEGER NOT NULL,
  lamp INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  working INTEGER NOT NULL,
  current_mA INTEGER NOT NULL,
  PRIMARY KEY (kit, day, lamp)
) WITHOUT ROWID;
CREATE TABLE upkeep (
  what TEXT PRIMARY KEY,
  time_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE run_index (
  kit INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  positions BLOB NOT NULL,
  PRIMARY KEY (kit, incarnation, first_sequence)
) WITHOUT ROWID;
CREATE TABLE numbering (
  kit INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  thinned INTEGER NOT NULL,
  gaps INTEGER NOT NULL,
  lead_open INTEGER NOT NULL,
  tail_open INTEGER NOT NULL,
  sequences BLOB NOT NULL,
  PRIMARY KEY (kit, incarnation, chunk)
) WITHOUT ROWID;
CREATE TABLE kit_state (
  kit INTEGER PRIMARY KEY REFERENCES kit (id),
  last_received_ms INTEGER NOT NULL,
  watermark_ms INTEGER,
  firmware TEXT NOT NULL,
  wifi_rssi_dBm INTEGER,
  configuration INTEGER,
  reports INTEGER NOT NULL,
  unknown_parts INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  thinned INTEGER NOT NULL,
  gaps INTEGER NOT NULL,
  newest_incarnation INTEGER,
  newest_sequence INTEGER,
  newest_estimated INTEGER,
  newest BLOB
);
`;

/** Where consumers' cursors were of late. */
export const trailTable = `
CREATE TABLE cursor_trail (
  consumer TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  position INTEGER NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (consumer, at_ms)
) WITHOUT ROWID;
`;

/** Counts changes of what is remembered by who reads it often. */
export const changeCounters = `
CREATE TABLE change (what TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO change (what, times) VALUES ('kit', 0), ('command', 0), ('event', 0);
CREATE TRIGGER kit_insert AFTER INSERT ON kit BEGIN UPDATE change SET times = times + 1 WHERE what = 'kit'; END;
CREATE TRIGGER kit_update AFTER UPDATE ON kit BEGIN UPDATE change SET times = times + 1 WHERE what = 'kit'; END;
CREATE TRIGGER kit_delete AFTER DELETE ON kit BEGIN UPDATE change SET times = times + 1 WHERE what = 'kit'; END;
CREATE TRIGGER command_insert AFTER INSERT ON command BEGIN UPDATE change SET times = times + 1 WHERE what = 'command'; END;
CREATE TRIGGER event_insert AFTER INSERT ON event BEGIN UPDATE change SET times = times + 1 WHERE what = 'event'; END;
CREATE TRIGGER event_update AFTER UPDATE ON event BEGIN UPDATE change SET times = times + 1 WHERE what = 'event'; END;
`;

/** What people say of faults. `since_ms` is since when the fault stood that a mark means. */
export const markTables = `
CREATE TABLE fault_mark (
  id INTEGER PRIMARY KEY,
  kit INTEGER NOT NULL REFERENCES kit (id),
  kind TEXT NOT NULL,
  part TEXT NOT NULL,
  mark TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  marked_ms INTEGER NOT NULL,
  until_ms INTEGER
);
CREATE INDEX fault_mark_of ON fault_mark (kit, kind, part);
CREATE TABLE person_report (
  id INTEGER PRIMARY KEY,
  kit INTEGER NOT NULL REFERENCES kit (id),
  part TEXT NOT NULL,
  told_by TEXT NOT NULL,
  told_ms INTEGER NOT NULL,
  closed_ms INTEGER
);
INSERT INTO change (what, times) VALUES ('mark', 0);
CREATE TRIGGER mark_insert AFTER INSERT ON fault_mark BEGIN UPDATE change SET times = times + 1 WHERE what = 'mark'; END;
CREATE TRIGGER told_insert AFTER INSERT ON person_report BEGIN UPDATE change SET times = times + 1 WHERE what = 'mark'; END;
CREATE TRIGGER told_update AFTER UPDATE ON person_report BEGIN UPDATE change SET times = times + 1 WHERE what = 'mark'; END;
`;

/**
 * Tables of the journal.
 *
 * `block` holds the reports as they came, in the order of their commits, those of one commit together;
 * `lamp_block` their lamp sections, which are let go earlier; `lamp_day` sums them up then. A `checksum` is
 * that of `checksum.ts`: what a disk returns otherwise than it was written is known by it.
 * `upkeep` says when old reports were let go. What else is known of reports follows from
 * the blocks, and is folded in behind them: `run_index` (where the readings of a kit lie), `numbering`
 * (which sequences were delivered, and which the kit told as dropped: a reading is unique by it) and
 * `kit_state`. The cursor `index` says up to which report that is done.
 *
 * `command` holds a row a revision, with all lasting values. `event` and `attempt` hold what kits
 * told apart from readings; `base_ms` is when the boot that they count seconds of began, NULL until
 * a report says so. `change` counts what others than the writer may change, so that what was read can be remembered.
 */
export const schema = `
CREATE TABLE kit (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  clock TEXT NOT NULL CHECK (clock IN ('server', 'sender')),
  battery TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  added_ms INTEGER NOT NULL
);
${reportTables}
CREATE TABLE command (
  kit INTEGER NOT NULL REFERENCES kit (id),
  revision INTEGER NOT NULL,
  wanted_ms INTEGER NOT NULL,
  content TEXT NOT NULL,
  offered_ms INTEGER,
  confirmed_ms INTEGER,
  refused_ms INTEGER,
  PRIMARY KEY (kit, revision)
) WITHOUT ROWID;
CREATE TABLE event (
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
CREATE INDEX event_told ON event (kit, kind, boot, uptime_s);
CREATE INDEX event_unplaced ON event (kit, boot) WHERE base_ms IS NULL;
CREATE INDEX event_open ON event (kit, kind) WHERE closed_ms IS NULL;
CREATE TABLE attempt (
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
CREATE INDEX attempt_told ON attempt (kit, boot, first_uptime_s);
CREATE INDEX attempt_unplaced ON attempt (kit, boot) WHERE base_ms IS NULL;
CREATE TABLE quarantine (
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
CREATE TABLE cursor (
  consumer TEXT PRIMARY KEY,
  position INTEGER NOT NULL
);
CREATE TABLE listening (
  started_ms INTEGER PRIMARY KEY,
  alive_ms INTEGER NOT NULL
);
${trailTable}
${changeCounters}
${markTables}
${quotaSchema}
`;

/** Raised with every change that an older journal would not fit; `migrations.ts` has a step for each. */
export const SCHEMA_VERSION = 4;

/** Version 1 held reports in a coding that nothing reads any more; no kit in the field ever used it. */
export const OLDEST_SCHEMA_VERSION = 2;
