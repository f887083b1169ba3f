import type { TrackArtist, TrackFacts } from './model/track.ts'
import type { NamingTags } from './sealed-entry.ts'

/**
 * The sort name that the tags give one credit; `null` when they give none, or one for several artists together (`artistSort` of `A feat. B`).
 * It is what `ArtistSpelling.sortName` counts.
 */
export const creditedSortName = (
  facts: Pick<TrackFacts, 'artists'> & { readonly tags: NamingTags },
  credit: TrackArtist,
): string | null => {
  const tagged = sortNameOf(facts.tags, credit.role)
  if (tagged === undefined) return null
  const alone = facts.artists.every((other) => other.role !== credit.role || other.position === credit.position)
  return alone ? tagged : null
}

const sortNameOf = (
  { artistSort, albumArtistSort, composerSort }: NamingTags,
  role: TrackArtist['role'],
): string | undefined => {
  if (role === 'artist') return artistSort
  if (role === 'albumartist') return albumArtistSort
  return role === 'composer' ? composerSort : undefined
}
