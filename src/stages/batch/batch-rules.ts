import { albumId } from '../../core/identity/album-id.ts'
import { artistId } from '../../core/identity/artist-id.ts'
import { type ArtistSplitter, artistSplitter } from '../../core/identity/split-artists.ts'
import { foldName } from '../../core/text/fold-name.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import type { BatchSettings } from './batch-settings.ts'
import { memo } from './memo.ts'
import { type GenreSplitter, genreSplitter } from './split-genres.ts'

/** Settings made ready for use, with a memory of the names that come back from file to file. */
export interface BatchRules {
  readonly settings: BatchSettings
  readonly splitArtist: ArtistSplitter
  readonly splitGenre: GenreSplitter
  readonly folded: (name: string) => string
  /** Sort key of a name that comes back. */
  readonly nameKey: (name: string) => string
  /** Sort key of a text seen once. */
  readonly titleKey: (title: string) => string
  readonly nameId: (foldedName: string) => string
  readonly musicbrainzArtistId: (id: string) => string
  readonly albumId: (key: string) => string
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
    folded: memo(foldName),
    nameKey: memo(titleKey),
    titleKey,
    nameId: memo((foldedName) => artistId(null, foldedName)),
    musicbrainzArtistId: memo((id) => artistId(id, '')),
    albumId: memo(albumId),
  }
  compiled.set(settings, rules)
  return rules
}
