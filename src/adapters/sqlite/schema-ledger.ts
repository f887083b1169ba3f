/** What scans owe: arrivals and losses that wait for settle, errors, scans, units, tasks, and the tombstones of purged tracks. */
export const ledgerSchema = `
-- Arrivals whose identity settle must judge.
CREATE TABLE pending (
  root_id TEXT NOT NULL,
  path TEXT NOT NULL,
  folder_key INTEGER NOT NULL REFERENCES folders,
  name TEXT NOT NULL,
  size REAL NOT NULL,
  mtime_us REAL NOT NULL,
  ctime_us REAL NOT NULL,
  read_scan INTEGER NOT NULL,
  audio_key TEXT,
  arrival TEXT NOT NULL,
  PRIMARY KEY (root_id, path)
) STRICT;
CREATE INDEX idx_pending_folder ON pending (folder_key, name);
CREATE INDEX idx_pending_audio ON pending (audio_key) WHERE audio_key IS NOT NULL;

CREATE TABLE pending_losses (
  track_key INTEGER PRIMARY KEY REFERENCES tracks,
  root_id TEXT NOT NULL,
  path TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX idx_pending_losses_path ON pending_losses (root_id, path);

CREATE TABLE errors (
  root_id TEXT NOT NULL,
  path TEXT NOT NULL,
  folder_key INTEGER NOT NULL REFERENCES folders,
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  stage TEXT NOT NULL,
  message TEXT NOT NULL,
  retryable INTEGER NOT NULL,
  size REAL,
  mtime_us REAL,
  ctime_us REAL,
  at INTEGER NOT NULL,
  read_scan INTEGER NOT NULL,
  PRIMARY KEY (root_id, path)
) STRICT;
CREATE INDEX idx_errors_folder ON errors (folder_key, name);

CREATE TABLE scans (
  scan_id INTEGER PRIMARY KEY AUTOINCREMENT,
  generation INTEGER NOT NULL,
  mode TEXT NOT NULL,
  root_ids TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  open_units INTEGER NOT NULL,
  counts TEXT NOT NULL,
  message TEXT
) STRICT;

CREATE TABLE units (
  unit_id INTEGER PRIMARY KEY AUTOINCREMENT,
  scan_id INTEGER NOT NULL REFERENCES scans,
  segment TEXT NOT NULL,
  root_id TEXT,
  payload TEXT NOT NULL,
  token TEXT,
  leased_until INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX idx_units_scan ON units (scan_id, unit_id);

CREATE TABLE tasks (
  task_id INTEGER PRIMARY KEY,
  subject_type TEXT NOT NULL,
  subject_key INTEGER NOT NULL,
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  priority INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (subject_key, subject_type, kind)
) STRICT;

CREATE TABLE tombstones (
  seq INTEGER PRIMARY KEY,
  track_id TEXT NOT NULL UNIQUE
) STRICT;
`
