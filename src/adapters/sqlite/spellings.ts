import type { ArtistSpelling } from '../../core/model/artist.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import type { Connection } from './connection.ts'

interface CreditsRow {
  readonly name: string
  readonly sort_name: string | null
  readonly count: number
  readonly tie: string
}

/** `tieKey` of core in SQL. */
const padded = (column: string): string =>
  `substr('0000000000', 1, max(0, 10 - length(ifnull(${column}, 0)))) || ifnull(${column}, 0)`
const tie = `${padded('t.disc_number')} || ${padded('t.track_number')} || r.id || char(1) || t.path`

const ofTracks = (missing: 'NULL' | 'NOT NULL'): string => `
SELECT ta.credited_as AS name, ta.credited_sort_name AS sort_name, count(*) AS count, min(${tie}) AS tie
FROM track_artists ta JOIN tracks t USING (track_key) JOIN roots r USING (root_key)
WHERE ta.artist_key = ? AND t.missing_since IS ${missing} GROUP BY 1, 2`

const ofAlbums = `
SELECT credited_as AS name, NULL AS sort_name, count(*) AS count, min(id) AS tie
FROM album_artists JOIN albums USING (album_key) WHERE artist_key = ? GROUP BY 1`

/** The spellings of an artist among its credits on present tracks, else on missing ones, else on albums; in byte order. */
export const spellingsOf = (db: Connection, artistKey: number): readonly ArtistSpelling[] => {
  for (const credits of [ofTracks('NULL'), ofTracks('NOT NULL'), ofAlbums]) {
    const rows = db.all<CreditsRow>(credits, artistKey)
    if (rows.length > 0) return [...bySpelling(rows)].map(spelling).sort((a, b) => compareKeys(a.name, b.name))
  }
  return []
}

/** Rows of one spelling differ in the sort name. */
const bySpelling = (rows: readonly CreditsRow[]): ReadonlyMap<string, readonly CreditsRow[]> => {
  const spellings = new Map<string, CreditsRow[]>()
  for (const row of rows) {
    const known = spellings.get(row.name)
    if (known === undefined) spellings.set(row.name, [row])
    else known.push(row)
  }
  return spellings
}

const spelling = ([name, rows]: readonly [string, readonly CreditsRow[]]): ArtistSpelling => {
  const [mostFrequent] = rows
    .filter((row) => row.sort_name !== null)
    .sort((a, b) => b.count - a.count || compareKeys(a.tie, b.tie))
  const ties = rows.map((row) => row.tie).sort(compareKeys)
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return { name, sortName: mostFrequent?.sort_name ?? null, count, tie: ties[0] ?? '' }
}
