import type { AlbumMember } from '../../core/model/album.ts'
import type { Connection } from './connection.ts'

/** Whole numbers as they are; others with all their digits, of which SQLite's own JSON of them may leave some out. */
const exact = (column: string): string =>
  `CASE WHEN ${column} IS NULL THEN NULL WHEN ${column} = CAST(${column} AS INTEGER) THEN CAST(${column} AS INTEGER) ELSE json(printf('%!.17g', ${column})) END`

const truth = (condition: string): string => `json(iif(${condition}, 'true', 'false'))`

const artists = `json((
  SELECT json_group_array(json_object('artistId', a.id, 'position', ta.position, 'creditedAs', ta.credited_as))
  FROM track_artists ta JOIN artists a USING (artist_key) WHERE ta.track_key = t.track_key AND ta.role = iif(
    EXISTS (SELECT 1 FROM track_artists o WHERE o.track_key = t.track_key AND o.role = 'albumartist'), 'albumartist', 'artist')))`

/** Each field of a member as SQL. */
const fields: Readonly<Record<keyof AlbumMember, string>> = {
  trackId: 't.id',
  rootId: 'r.id',
  path: 't.path',
  discNumber: 't.disc_number',
  trackNumber: 't.track_number',
  album: 't.album',
  albumArtist: 't.album_artist',
  date: 't.date',
  originalDate: 't.original_date',
  year: 't.year',
  compilation: truth('t.compilation'),
  durationMs: exact('t.duration_ms'),
  musicbrainzReleaseId: 't.musicbrainz_release_id',
  musicbrainzReleaseGroupId: 't.musicbrainz_release_group_id',
  albumSort: 'g.album_sort',
  artists,
  missing: truth('t.missing_since IS NOT NULL'),
}

const members = (missing: 'NULL' | 'NOT NULL'): string => `
SELECT count(*) AS count, json_group_array(json(member)) AS json FROM (
  SELECT json_object(${Object.entries(fields)
    .map(([name, expression]) => `'${name}', ${expression}`)
    .join(', ')}) AS member
  FROM tracks t JOIN roots r USING (root_key) JOIN tags g USING (track_key) WHERE t.album_key = ? AND t.missing_since IS ${missing}
  ORDER BY ifnull(t.disc_number, 0), ifnull(t.track_number, 0), r.id, t.path, t.id)`

/** The members of an album as JSON, packed by SQLite: settle reads every track of a new library so, and nothing on this side looks at them. */
export const membersJson = (db: Connection, albumKey: number): string => {
  const present = db.get<{ count: number; json: string }>(members('NULL'), albumKey)
  if (present !== undefined && present.count > 0) return present.json
  return db.get<{ json: string }>(members('NOT NULL'), albumKey)?.json ?? '[]'
}
