/**
 * The library: roots, folders, tracks and what hangs on them, albums, artists, genres, search.
 *
 * Text ids stand once, in the row they name; everything else refers to rows by integer keys. Sizes, devices, inodes and file times are REAL, because they may exceed what an
 * integer column gives back as a JavaScript number (SQLite stores whole numbers in REAL columns as integers).
 */
export const librarySchema = `
CREATE TABLE state (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
INSERT INTO state VALUES ('change_seq', 0);

-- A root without a location is not known (any more), but rows refer to it.
CREATE TABLE roots (
  root_key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  location TEXT,
  device REAL,
  inode REAL
) STRICT;

-- A folder without a configuration hash has no state: it was never listed to the end, or its state was forgotten.
CREATE TABLE folders (
  folder_key INTEGER PRIMARY KEY,
  root_key INTEGER NOT NULL REFERENCES roots,
  path TEXT NOT NULL,
  disk_path TEXT,
  mtime_us REAL,
  config_hash TEXT,
  mounts INTEGER,
  sidecars TEXT,
  UNIQUE (root_key, path)
) STRICT;

CREATE TABLE albums (
  album_key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  sort_title TEXT NOT NULL,
  album_artist TEXT,
  date TEXT,
  original_date TEXT,
  year INTEGER,
  compilation INTEGER NOT NULL DEFAULT 0,
  musicbrainz_release_id TEXT,
  musicbrainz_release_group_id TEXT,
  track_count INTEGER NOT NULL DEFAULT 0,
  disc_count INTEGER NOT NULL DEFAULT 0,
  duration_ms REAL NOT NULL DEFAULT 0,
  unsettled INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX idx_albums_sort_title ON albums (sort_title, id);
CREATE INDEX idx_albums_unsettled ON albums (id) WHERE unsettled = 1;

CREATE TABLE artists (
  artist_key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  -- What listings are ordered by, made of the sort name.
  sort_key TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  musicbrainz_id TEXT,
  -- The artist with an MBID that this name-only one is.
  same_as INTEGER REFERENCES artists,
  unsettled INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX idx_artists_sort_key ON artists (sort_key, id);
CREATE INDEX idx_artists_folded_name ON artists (folded_name);
CREATE INDEX idx_artists_same_as ON artists (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX idx_artists_unsettled ON artists (id) WHERE unsettled = 1;

CREATE TABLE tracks (
  track_key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  root_key INTEGER NOT NULL REFERENCES roots,
  folder_key INTEGER NOT NULL REFERENCES folders,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  disk_path TEXT,
  size REAL NOT NULL,
  mtime_us REAL NOT NULL,
  ctime_us REAL NOT NULL,
  read_scan INTEGER NOT NULL,
  added_generation INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  missing_since INTEGER,
  missing_reason TEXT,
  change_seq INTEGER NOT NULL,
  change TEXT NOT NULL,
  audio_key TEXT,
  title TEXT NOT NULL,
  sort_title TEXT NOT NULL,
  artist TEXT,
  album_artist TEXT,
  album TEXT,
  album_key INTEGER REFERENCES albums,
  disc_number INTEGER,
  disc_total INTEGER,
  disc_subtitle TEXT,
  track_number INTEGER,
  track_total INTEGER,
  date TEXT,
  original_date TEXT,
  year INTEGER,
  compilation INTEGER NOT NULL,
  duration_ms REAL,
  duration_exact INTEGER NOT NULL,
  container TEXT,
  codec TEXT,
  codec_profile TEXT,
  bitrate REAL,
  sample_rate REAL,
  channels INTEGER,
  bits_per_sample INTEGER,
  lossless INTEGER NOT NULL,
  encoder_delay INTEGER,
  encoder_padding INTEGER,
  replaygain_track_gain REAL,
  replaygain_track_peak REAL,
  replaygain_album_gain REAL,
  replaygain_album_peak REAL,
  isrc TEXT,
  musicbrainz_recording_id TEXT,
  musicbrainz_track_id TEXT,
  musicbrainz_release_id TEXT,
  musicbrainz_release_group_id TEXT,
  bpm REAL,
  key TEXT,
  has_lyrics INTEGER NOT NULL,
  has_synced_lyrics INTEGER NOT NULL,
  quality REAL NOT NULL,
  quality_issues TEXT NOT NULL,
  reader TEXT
) STRICT;
-- One present track at a place; missing ones may be many.
CREATE UNIQUE INDEX idx_tracks_path ON tracks (root_key, path) WHERE missing_since IS NULL;
-- Everything the diff of a rescan reads, so that it reads no row of the table.
CREATE INDEX idx_tracks_folder ON tracks (folder_key, name, missing_since, size, mtime_us, ctime_us, read_scan);
CREATE INDEX idx_tracks_artist_album ON tracks (album_key, missing_since, album_artist);
CREATE INDEX idx_tracks_mb_id ON tracks (musicbrainz_recording_id) WHERE musicbrainz_recording_id IS NOT NULL;
-- Moved music is found by its audio, most often among what is missing.
CREATE INDEX idx_tracks_missing_audio ON tracks (audio_key, missing_since) WHERE audio_key IS NOT NULL;
CREATE INDEX idx_tracks_missing ON tracks (missing_since) WHERE missing_since IS NOT NULL;
CREATE UNIQUE INDEX idx_tracks_change ON tracks (change_seq);

-- What the tags of a file say, as read, and where its pictures lie: JSON, apart from the columns that queries look at.
CREATE TABLE tags (
  track_key INTEGER PRIMARY KEY REFERENCES tracks,
  tags TEXT NOT NULL,
  pictures TEXT NOT NULL,
  album_sort TEXT
) STRICT;

CREATE TABLE track_artists (
  track_key INTEGER NOT NULL REFERENCES tracks,
  place INTEGER NOT NULL,
  artist_key INTEGER NOT NULL REFERENCES artists,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  credited_as TEXT NOT NULL,
  credited_sort_name TEXT,
  detail TEXT,
  PRIMARY KEY (track_key, place)
) WITHOUT ROWID, STRICT;
CREATE INDEX idx_track_artists_artist ON track_artists (artist_key, track_key);

CREATE TABLE album_artists (
  album_key INTEGER NOT NULL REFERENCES albums,
  place INTEGER NOT NULL,
  artist_key INTEGER NOT NULL REFERENCES artists,
  position INTEGER NOT NULL,
  credited_as TEXT NOT NULL,
  PRIMARY KEY (album_key, place)
) WITHOUT ROWID, STRICT;
CREATE INDEX idx_album_artists_artist ON album_artists (artist_key, album_key);

CREATE TABLE genres (
  genre_key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE track_genres (
  track_key INTEGER NOT NULL REFERENCES tracks,
  position INTEGER NOT NULL,
  genre_key INTEGER NOT NULL REFERENCES genres,
  PRIMARY KEY (track_key, position)
) WITHOUT ROWID, STRICT;
CREATE INDEX idx_track_genres_genre ON track_genres (genre_key, track_key);

-- Tokens are made in core, so the tokenizer only splits at spaces.
CREATE VIRTUAL TABLE track_search USING fts5 (title, rest, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii');
CREATE VIRTUAL TABLE album_search USING fts5 (title, rest, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii');
CREATE VIRTUAL TABLE artist_search USING fts5 (title, rest, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii');

-- How many tracks there are, kept by every write, so that the statistics of a large library cost nothing.
CREATE TABLE totals (
  root_key INTEGER NOT NULL REFERENCES roots,
  codec TEXT NOT NULL,
  tracks INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  bytes REAL NOT NULL,
  duration_ms REAL NOT NULL,
  PRIMARY KEY (root_key, codec)
) WITHOUT ROWID, STRICT;
`
