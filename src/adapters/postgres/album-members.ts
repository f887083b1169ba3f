import type { AlbumMember } from '../../core/model/album.ts'
import type { Connection } from './connection.ts'

const credit = `json_build_object('artistId', a.id, 'position', ta.position, 'creditedAs', ta.credited_as)`
const credits = (role: string): string => `json_agg(${credit} ORDER BY ta.place) FILTER (WHERE ta.role = '${role}')`

const artists = `(
  SELECT coalesce(${credits('albumartist')}, ${credits('artist')}, '[]'::json)
  FROM track_artists ta JOIN artists a USING (artist_key) WHERE ta.track_key = t.track_key)`

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
  compilation: 't.compilation',
  durationMs: 't.duration_ms',
  musicbrainzReleaseId: 't.musicbrainz_release_id',
  musicbrainzReleaseGroupId: 't.musicbrainz_release_group_id',
  albumSort: 'g.album_sort',
  artists,
  missing: 't.missing_since IS NOT NULL',
}

const members = `
SELECT t.album_key, ${Object.entries(fields)
  .map(([name, expression]) => `${expression} AS "${name}"`)
  .join(', ')}
FROM tracks t JOIN roots r USING (root_key) JOIN tags g USING (track_key)
WHERE t.album_key = ANY(?::bigint[])
ORDER BY coalesce(t.disc_number, 0), coalesce(t.track_number, 0), r.id, t.path, t.id`

interface MemberRow extends Omit<AlbumMember, 'artists'> {
  readonly album_key: number
  readonly artists: string
}

/** The members of albums, by the keys of those, in order of disc, track, root id and path. Missing tracks are members only where no other is. */
export const membersOf = async (
  db: Connection,
  albumKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly AlbumMember[]>> => {
  if (albumKeys.length === 0) return new Map()
  const albums = Map.groupBy(await db.all<MemberRow>(members, albumKeys), (row) => row.album_key)
  return new Map([...albums].map(([key, rows]) => [key, presentElseAll(rows).map(memberOf)]))
}

const presentElseAll = (rows: readonly MemberRow[]): readonly MemberRow[] => {
  const present = rows.filter((row) => !row.missing)
  return present.length > 0 ? present : rows
}

const memberOf = ({ album_key, artists: credited, ...member }: MemberRow): AlbumMember => ({
  ...member,
  artists: JSON.parse(credited),
})
