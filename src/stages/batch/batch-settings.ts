import { type AlbumRule, defaultAlbumRule } from '../../core/identity/album-key.ts'
import { type ArtistRules, defaultArtistSeparators } from '../../core/identity/split-artists.ts'

/** How tags become artists, albums and genres. Plain data: it is given to threads. */
export interface BatchSettings extends ArtistRules {
  /** What stands between two genres of one value. Default: `;` and a slash between spaces. */
  readonly genreSeparators: readonly string[]
  /** What tracks of one album have in common. */
  readonly albumRule: AlbumRule
  /** Whether an album can have tracks in several roots. Default: true. */
  readonly albumsAcrossRoots: boolean
  /** Leading words that sorting moves to the end, lower case. Default: `the`, `a`, `an`. */
  readonly articles: readonly string[]
}

const defaults: BatchSettings = {
  artistSeparators: defaultArtistSeparators,
  keepTogether: [],
  genreSeparators: [';', ' / '],
  albumRule: defaultAlbumRule,
  albumsAcrossRoots: true,
  articles: ['the', 'a', 'an'],
}

/** A host's settings, with defaults where it sets none. */
export const batchSettings = (
  given: { readonly [Key in keyof BatchSettings]?: BatchSettings[Key] | undefined } = {},
): BatchSettings => {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  return set.length === 0 ? defaults : { ...defaults, ...Object.fromEntries(set) }
}
