/** An artist as one credit names it. The id is made from the MBID, else from the folded name. */
export interface ArtistSeed {
  readonly id: string
  readonly name: string
  readonly sortName: string
  /** Case, accents and width folded: what makes two spellings one name. */
  readonly foldedName: string
  readonly musicbrainzId: string | null
}

/** What settle found the credits of an artist to say. */
export interface ArtistSummary {
  readonly id: string
  readonly name: string
  readonly sortName: string
  /** The artist with an MBID that this name-only one is: queries and exports show that one in its place. */
  readonly sameAs: string | null
}

/** An artist of the library. Counts leave missing tracks out: tracks that credit it with any role, albums whose album artist it is. Name-only ids of it count with it. */
export interface Artist {
  readonly id: string
  readonly name: string
  readonly sortName: string
  readonly musicbrainzId: string | null
  readonly trackCount: number
  readonly albumCount: number
}

/** One spelling of an artist among the credits of its tracks. */
export interface ArtistSpelling {
  readonly name: string
  /** As tagged for these credits (`creditedSortName`): the most frequent, then the one with the smallest tie; `null` when untagged. */
  readonly sortName: string | null
  /** Credits that spell it so. */
  readonly count: number
  /** Smallest `tieKey(disc, track, rootId, path)` of the tracks that spell it so. */
  readonly tie: string
}

/** An artist whose credits changed, as settle needs it. */
export interface UnsettledArtist {
  readonly id: string
  readonly foldedName: string
  readonly musicbrainzId: string | null
  /** In byte order of the name. Credits of missing tracks count only while there are no others. */
  readonly spellings: readonly ArtistSpelling[]
  /** Artists with an MBID and this folded name that are credited on tracks not missing, itself included when it is one; by id. */
  readonly namesakes: readonly string[]
  /** Name-only artists of this folded name, by id. */
  readonly nameOnly: readonly string[]
}
