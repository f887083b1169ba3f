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

/** An artist of the library. Counts leave missing tracks out. */
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
  /** As tagged on the same tracks, most frequent first found; `null` when untagged. */
  readonly sortName: string | null
  readonly count: number
  /** Smallest `tieKey(disc, track, rootId, path)` of the tracks that spell it so. */
  readonly tie: string
}

/** An artist whose credits changed, as settle needs it. */
export interface UnsettledArtist {
  readonly id: string
  readonly foldedName: string
  readonly musicbrainzId: string | null
  readonly spellings: readonly ArtistSpelling[]
  /** Artists with an MBID and this folded name that have tracks, itself included when it has one. */
  readonly namesakes: readonly string[]
  /** Name-only artists of this folded name. */
  readonly nameOnly: readonly string[]
}
