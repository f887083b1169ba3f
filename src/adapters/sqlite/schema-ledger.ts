/** What scans owe: arrivals and losses that wait for settle, errors, scans, units, tasks, who works, and the tombstones of purged tracks. */
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
  message TEXT,
  library_was_empty INTEGER NOT NULL,
  pace_at INTEGER NOT NULL,
  pace_read INTEGER NOT NULL
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
  priority REAL NOT NULL,
  not_before INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  -- Tasks of a track that is missing are not due; those that it had when it was marked so are out of the way of the others.
  parked INTEGER NOT NULL DEFAULT 0,
  token TEXT,
  leased_until INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  at INTEGER NOT NULL,
  UNIQUE (subject_key, subject_type, kind)
) STRICT;
-- Each task is in one of these.
CREATE INDEX idx_tasks_waiting ON tasks (kind, priority DESC, not_before, task_id) WHERE state = 'waiting' AND parked = 0;
CREATE INDEX idx_tasks_leased ON tasks (leased_until) WHERE state = 'leased';
CREATE INDEX idx_tasks_done ON tasks (at, task_id) WHERE state = 'done';
CREATE INDEX idx_tasks_quarantined ON tasks (task_id) WHERE state = 'quarantined';

-- How many tasks there are: to count a million of them takes too long. Whoever inserts tasks adds them; the rest is done here.
CREATE TABLE task_totals (
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (kind, state)
) WITHOUT ROWID, STRICT;
CREATE TRIGGER tasks_changed AFTER UPDATE OF state ON tasks WHEN new.state <> old.state BEGIN
  INSERT INTO task_totals (kind, state, count) VALUES (new.kind, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE task_totals SET count = count - 1 WHERE kind = old.kind AND state = old.state;
END;
CREATE TRIGGER tasks_deleted AFTER DELETE ON tasks BEGIN
  UPDATE task_totals SET count = count - 1 WHERE kind = old.kind AND state = old.state;
END;

-- The kinds of tasks that every track was made to owe.
CREATE TABLE task_kinds (
  kind TEXT PRIMARY KEY,
  version TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Names that one process at a time holds, and the processes that work.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  leased_until INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE workers (
  worker_id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  segments TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  jobs INTEGER NOT NULL,
  at_work INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE tombstones (
  seq INTEGER PRIMARY KEY,
  track_id TEXT NOT NULL UNIQUE
) STRICT;
`
