import type { ArtistSpelling, ArtistSummary, UnsettledArtist } from '../model/artist.ts'
import { compareKeys } from '../text/compare-keys.ts'
import { type SortKeyOptions, sortKey } from '../text/sort-key.ts'

/**
 * What the credits of an artist say: the most frequent spelling, ties by the first track that has it, and the sort name tagged with that spelling, else its own. A name
 * without an MBID is the one artist with an MBID and that name; when there are several, or none, it stands for itself.
 * @param artist With at least one spelling.
 * @param options As sort keys are made elsewhere (`articles`).
 */
export const summariseArtist = (artist: UnsettledArtist, options: SortKeyOptions = {}): ArtistSummary => {
  const best = artist.spellings.reduce<ArtistSpelling | undefined>(
    (first, other) => (first === undefined || before(other, first) ? other : first),
    undefined,
  )
  const name = best?.name ?? artist.foldedName
  const [namesake, ...others] = artist.namesakes
  return {
    id: artist.id,
    name,
    sortName: sortKey(best?.sortName ?? name, options),
    sameAs: artist.musicbrainzId === null && namesake !== undefined && others.length === 0 ? namesake : null,
  }
}

const before = (a: ArtistSpelling, b: ArtistSpelling): boolean =>
  a.count !== b.count ? a.count > b.count : (compareKeys(a.tie, b.tie) || compareKeys(a.name, b.name)) < 0
