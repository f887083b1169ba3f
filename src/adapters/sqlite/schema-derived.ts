/** What is derived from tracks: results of a host, audio features, fingerprints, vectors, covers, answers of providers. */
export const derivedSchema = `
CREATE TABLE derived (
  track_key INTEGER NOT NULL REFERENCES tracks,
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (track_key, kind)
) WITHOUT ROWID, STRICT;

CREATE TABLE audio_features (
  track_key INTEGER PRIMARY KEY REFERENCES tracks,
  version TEXT NOT NULL,
  bpm REAL,
  key TEXT,
  loudness_lufs REAL,
  true_peak REAL,
  features TEXT NOT NULL
) STRICT;

CREATE TABLE fingerprints (
  track_key INTEGER PRIMARY KEY REFERENCES tracks,
  version TEXT NOT NULL,
  duration_ms REAL NOT NULL,
  fingerprint BLOB NOT NULL
) STRICT;

CREATE TABLE track_vectors (
  vector_key INTEGER PRIMARY KEY,
  track_key INTEGER NOT NULL REFERENCES tracks,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  vector BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX idx_track_vectors_track_id ON track_vectors (track_key, model);

CREATE TABLE covers (
  cover_key INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  mime TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  bytes INTEGER NOT NULL,
  thumbhash BLOB
) STRICT;

CREATE TABLE track_covers (
  track_key INTEGER NOT NULL REFERENCES tracks,
  position INTEGER NOT NULL,
  cover_key INTEGER NOT NULL REFERENCES covers,
  type INTEGER NOT NULL,
  PRIMARY KEY (track_key, position)
) WITHOUT ROWID, STRICT;

CREATE TABLE album_covers (
  album_key INTEGER NOT NULL REFERENCES albums,
  position INTEGER NOT NULL,
  cover_key INTEGER NOT NULL REFERENCES covers,
  type INTEGER NOT NULL,
  PRIMARY KEY (album_key, position)
) WITHOUT ROWID, STRICT;

CREATE TABLE provider_cache (
  provider TEXT NOT NULL,
  request TEXT NOT NULL,
  fetched_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  response TEXT NOT NULL,
  PRIMARY KEY (provider, request)
) WITHOUT ROWID, STRICT;
`
