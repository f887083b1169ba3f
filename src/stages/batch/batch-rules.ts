import { albumId } from '../../core/identity/album-id.ts'
import { artistId } from '../../core/identity/artist-id.ts'
import { type ArtistSplitter, artistSplitter } from '../../core/identity/split-artists.ts'
import { foldName } from '../../core/text/fold-name.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import type { BatchSettings } from './batch-settings.ts'
import { memo } from './memo.ts'
import { type GenreSplitter, genreSplitter } from './split-genres.ts'

/** What a name alone says of an artist. */
interface NamedArtist {
  readonly foldedName: string
  /** The id of the artist that is known by this name only. */
  readonly id: string
}

/** Settings made ready for use, with a memory of the names that come back from file to file. */
export interface BatchRules {
  readonly settings: BatchSettings
  readonly splitArtist: ArtistSplitter
  readonly splitGenre: GenreSplitter
  readonly named: (name: string) => NamedArtist
  /** Sort key of a name that comes back. */
  readonly nameKey: (name: string) => string
  /** Sort key of a text seen once. */
  readonly titleKey: (title: string) => string
  readonly identified: (musicbrainzId: string) => IdentifiedArtist
  readonly albumId: (key: string) => string
}

/** What an MBID says of an artist. */
interface IdentifiedArtist {
  readonly musicbrainzId: string
  readonly id: string
}

const identifiedArtist = (tagged: string): IdentifiedArtist => {
  const musicbrainzId = tagged.toLowerCase()
  return { musicbrainzId, id: artistId(musicbrainzId, '') }
}

const namedArtist = (name: string): NamedArtist => {
  const foldedName = foldName(name)
  return { foldedName, id: artistId(null, foldedName) }
}

const compiled = new WeakMap<BatchSettings, BatchRules>()

/** The rules of some settings, compiled once per object. */
export const batchRules = (settings: BatchSettings): BatchRules => {
  const found = compiled.get(settings)
  if (found !== undefined) return found
  const titleKey = (title: string): string => sortKey(title, settings)
  const rules: BatchRules = {
    settings,
    splitArtist: memo(artistSplitter(settings)),
    splitGenre: memo(genreSplitter(settings.genreSeparators)),
    named: memo(namedArtist),
    nameKey: memo(titleKey),
    titleKey,
    identified: memo(identifiedArtist),
    albumId: memo(albumId),
  }
  compiled.set(settings, rules)
  return rules
}
