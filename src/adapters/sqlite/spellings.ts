import type { ArtistSpelling } from '../../core/model/artist.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { tieKey } from '../../core/text/tie-key.ts'
import type { Connection } from './connection.ts'

interface CreditRow {
  readonly credited_as: string
  readonly credited_sort_name: string | null
  readonly disc_number: number | null
  readonly track_number: number | null
  readonly root_id: string
  readonly path: string
}

const creditsWhere = (missing: 'NULL' | 'NOT NULL'): string => `
SELECT ta.credited_as, ta.credited_sort_name, t.disc_number, t.track_number, r.id AS root_id, t.path
FROM track_artists ta JOIN tracks t USING (track_key) JOIN roots r USING (root_key) WHERE ta.artist_key = ? AND t.missing_since IS ${missing}`

interface Credit {
  readonly name: string
  readonly sortName: string | null
  readonly tie: string
}

/** The spellings of an artist among its credits on present tracks, else on missing ones, else on albums; in byte order. */
export const spellingsOf = (db: Connection, artistKey: number): readonly ArtistSpelling[] => {
  const ofTracks = (missing: 'NULL' | 'NOT NULL'): Credit[] =>
    db.all<CreditRow>(creditsWhere(missing), artistKey).map((row) => ({
      name: row.credited_as,
      sortName: row.credited_sort_name,
      tie: tieKey(row.disc_number, row.track_number, row.root_id, row.path),
    }))
  const ofAlbums = (): Credit[] =>
    db.all<{ name: string; sortName: null; tie: string }>(
      'SELECT credited_as AS name, NULL AS sortName, id AS tie FROM album_artists JOIN albums USING (album_key) WHERE artist_key = ?',
      artistKey,
    )
  const present = ofTracks('NULL')
  if (present.length > 0) return grouped(present)
  const missing = ofTracks('NOT NULL')
  return grouped(missing.length > 0 ? missing : ofAlbums())
}

interface Frequency {
  count: number
  tie: string
}

const grouped = (credits: readonly Credit[]): readonly ArtistSpelling[] => {
  const spellings = new Map<string, Frequency & { readonly sortNames: Map<string, Frequency> }>()
  for (const { name, sortName, tie } of credits) {
    const spelling = spellings.get(name)
    if (spelling === undefined) spellings.set(name, { count: 1, tie, sortNames: new Map() })
    else addTo(spelling, tie)
    if (sortName === null) continue
    const sortNames = spellings.get(name)?.sortNames
    const known = sortNames?.get(sortName)
    if (known === undefined) sortNames?.set(sortName, { count: 1, tie })
    else addTo(known, tie)
  }
  return [...spellings]
    .map(([name, { count, tie, sortNames }]) => ({ name, sortName: mostFrequent(sortNames), count, tie }))
    .sort((a, b) => compareKeys(a.name, b.name))
}

const addTo = (frequency: Frequency, tie: string): void => {
  frequency.count++
  if (compareKeys(tie, frequency.tie) < 0) frequency.tie = tie
}

const mostFrequent = (names: ReadonlyMap<string, Frequency>): string | null => {
  const [first] = [...names].sort(([, a], [, b]) => b.count - a.count || compareKeys(a.tie, b.tie))
  return first?.[0] ?? null
}
