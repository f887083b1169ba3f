/** What the first track that names an album knows of it; settle recomputes the row from all its tracks. */
export interface AlbumSeed {
  readonly id: string
  readonly title: string
  readonly sortTitle: string
  readonly albumArtist: string | null
}

/** What settle found an album's tracks to say. */
export interface AlbumSummary {
  readonly id: string
  readonly title: string
  readonly sortTitle: string
  readonly albumArtist: string | null
  readonly date: string | null
  readonly originalDate: string | null
  readonly year: number | null
  readonly compilation: boolean
  readonly musicbrainzReleaseId: string | null
  readonly musicbrainzReleaseGroupId: string | null
  readonly trackCount: number
  readonly discCount: number
  readonly durationMs: number
  /** Album artists in order. */
  readonly artists: readonly AlbumArtist[]
}

/** One artist of an album, in credit order. */
export interface AlbumArtist {
  readonly artistId: string
  readonly position: number
  readonly creditedAs: string
}

/** An album of the library. */
export interface Album extends AlbumSummary {}

/** One track of an album, as settle needs it to say what the album says. Missing tracks are members only while no other is there. */
export interface AlbumMember {
  readonly trackId: string
  readonly rootId: string
  readonly path: string
  readonly discNumber: number | null
  readonly trackNumber: number | null
  readonly album: string | null
  readonly albumArtist: string | null
  readonly date: string | null
  readonly originalDate: string | null
  readonly year: number | null
  readonly compilation: boolean
  readonly durationMs: number | null
  readonly musicbrainzReleaseId: string | null
  readonly musicbrainzReleaseGroupId: string | null
  readonly albumSort: string | null
  /** Its album artists, else its artists. */
  readonly artists: readonly AlbumArtist[]
  readonly missing: boolean
}
