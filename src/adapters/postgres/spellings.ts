import type { ArtistSpelling } from '../../core/model/artist.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { Connection } from './connection.ts'

interface CreditsRow {
  readonly artist_key: number
  readonly name: string
  readonly sort_name: string | null
  readonly missing: boolean
  readonly count: number
  readonly tie: string
}

/** `tieKey` of core in SQL. */
const padded = (column: string): string =>
  `repeat('0', 10 - length(coalesce(${column}, 0)::text)) || coalesce(${column}, 0)::text`
const tie = `${padded('t.disc_number')} || ${padded('t.track_number')} || r.id || chr(1) || t.path`

const ofTracks = `
SELECT ta.artist_key, ta.credited_as AS name, ta.credited_sort_name AS sort_name, t.missing_since IS NOT NULL AS missing, count(*) AS count, min(${tie}) AS tie
FROM track_artists ta JOIN tracks t USING (track_key) JOIN roots r USING (root_key)
WHERE ta.artist_key = ANY(?::bigint[]) GROUP BY 1, 2, 3, 4`

const ofAlbums = `
SELECT artist_key, credited_as AS name, NULL::text AS sort_name, false AS missing, count(*) AS count, min(id) AS tie
FROM album_artists JOIN albums USING (album_key) WHERE artist_key = ANY(?::bigint[]) GROUP BY 1, 2`

/** The spellings of artists, by the keys of those, among their credits on present tracks, else on missing ones, else on albums; in byte order. */
export const spellingsOf = async (
  db: Connection,
  artistKeys: readonly number[],
): Promise<ReadonlyMap<number, readonly ArtistSpelling[]>> => {
  if (artistKeys.length === 0) return new Map()
  const byTracks = Map.groupBy(await db.all<CreditsRow>(ofTracks, artistKeys), (row) => row.artist_key)
  const uncredited = artistKeys.filter((key) => !byTracks.has(key))
  const byAlbums =
    uncredited.length === 0
      ? new Map<number, CreditsRow[]>()
      : Map.groupBy(await db.all<CreditsRow>(ofAlbums, uncredited), (row) => row.artist_key)
  return new Map(
    artistKeys.map((key) => [key, spellingsAmong(presentElseAll(byTracks.get(key) ?? byAlbums.get(key) ?? []))]),
  )
}

const presentElseAll = (rows: readonly CreditsRow[]): readonly CreditsRow[] => {
  const present = rows.filter((row) => !row.missing)
  return present.length > 0 ? present : rows
}

/** Rows of one spelling differ in the sort name. */
const spellingsAmong = (rows: readonly CreditsRow[]): readonly ArtistSpelling[] =>
  [...Map.groupBy(rows, (row) => row.name)].map(spelling).sort((a, b) => compareKeys(a.name, b.name))

const spelling = ([name, rows]: readonly [string, readonly CreditsRow[]]): ArtistSpelling => {
  const [mostFrequent] = rows
    .filter((row) => row.sort_name !== null)
    .sort((a, b) => b.count - a.count || compareKeys(a.tie, b.tie) || compareKeys(a.sort_name ?? '', b.sort_name ?? ''))
  const ties = rows.map((row) => row.tie).sort(compareKeys)
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return { name, sortName: mostFrequent?.sort_name ?? null, count, tie: ties[0] ?? '' }
}
