/** The roles in which a person or group is credited on a track, besides artist and album artist. */
export const creditRoles = [
  'composer',
  'conductor',
  'lyricist',
  'writer',
  'arranger',
  'remixer',
  'producer',
  'engineer',
  'mixer',
  'djmixer',
  'director',
  'performer',
] as const

/** One of {@link creditRoles}. */
export type CreditRole = (typeof creditRoles)[number]

/** One credit as the tags give it: not split, not matched to an artist. */
export interface Credit {
  readonly role: CreditRole
  readonly name: string
  /** What a performer plays or sings, as tagged: `violin`. */
  readonly detail?: string
}

/** MusicBrainz identifiers, as tagged (lower-case UUIDs when they are UUIDs). */
export interface MusicBrainzIds {
  readonly recordingId?: string
  /** The track on its medium (`MusicBrainz Release Track Id`), not the recording. */
  readonly trackId?: string
  readonly releaseId?: string
  readonly releaseGroupId?: string
  readonly workId?: string
  readonly discId?: string
  readonly trmId?: string
  readonly artistIds?: readonly string[]
  readonly albumArtistIds?: readonly string[]
}

/** ReplayGain 2.0 values: gains in dB relative to −18 LUFS, peaks as a linear fraction of full scale. R128 gains are converted (+5 dB, RFC 7845 §5.2.1). */
export interface ReplayGain {
  readonly trackGainDb?: number
  readonly trackPeak?: number
  readonly albumGainDb?: number
  readonly albumPeak?: number
}

/** One line of synchronised lyrics. */
export interface LyricsLine {
  readonly timeMs: number
  readonly text: string
}

/** Lyrics embedded in the file or in an `.lrc` beside it. */
export interface Lyrics {
  readonly source: 'embedded' | 'sidecar'
  /** ISO 639-2 code as tagged (`eng`), when there is one. */
  readonly language?: string
  readonly description?: string
  readonly text: string
  /** Present when the lyrics carry times. */
  readonly lines?: readonly LyricsLine[]
}

/** A chapter of a track, in milliseconds from its start. */
export interface Chapter {
  readonly title: string
  readonly startMs: number
  readonly endMs?: number
}

/**
 * What the tags of a file say, under the names that all formats share. A field that is absent was not tagged; a list is never empty.
 * Values are as tagged: multiple values of a tag are kept apart, nothing else is split.
 */
export interface TrackTags {
  readonly title?: string
  /** The artist credit as one text: `A feat. B`. */
  readonly artist?: string
  /** The artists as the tag's own multiple values (or the `ARTISTS` tag) list them. */
  readonly artists?: readonly string[]
  readonly albumArtist?: string
  readonly albumArtists?: readonly string[]
  readonly album?: string
  readonly credits?: readonly Credit[]
  readonly trackNumber?: number
  readonly trackTotal?: number
  readonly discNumber?: number
  readonly discTotal?: number
  readonly discSubtitle?: string
  /** Release date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date?: string
  /** Date of the first release, in the same forms. */
  readonly originalDate?: string
  readonly genres?: readonly string[]
  readonly moods?: readonly string[]
  readonly compilation?: boolean
  readonly titleSort?: string
  readonly artistSort?: string
  readonly albumSort?: string
  readonly albumArtistSort?: string
  readonly composerSort?: string
  readonly isrcs?: readonly string[]
  readonly barcode?: string
  readonly labels?: readonly string[]
  readonly catalogNumbers?: readonly string[]
  readonly asin?: string
  readonly media?: string
  readonly releaseCountry?: string
  readonly releaseStatus?: string
  readonly releaseTypes?: readonly string[]
  /** Edition of the release: `Deluxe Edition` (tags `VERSION`, `EDITION`, `ALBUMVERSION`). */
  readonly edition?: string
  readonly subtitle?: string
  readonly grouping?: string
  readonly work?: string
  readonly movement?: string
  readonly movementIndex?: number
  readonly movementTotal?: number
  readonly script?: string
  readonly languages?: readonly string[]
  readonly copyright?: string
  readonly license?: string
  readonly website?: string
  readonly encodedBy?: string
  readonly encoderSettings?: string
  readonly comments?: readonly string[]
  readonly bpm?: number
  readonly key?: string
  /** 0 to 1. */
  readonly rating?: number
  readonly lyrics?: readonly Lyrics[]
  readonly chapters?: readonly Chapter[]
  readonly musicbrainz?: MusicBrainzIds
  readonly acoustidId?: string
  readonly acoustidFingerprint?: string
  readonly replayGain?: ReplayGain
}
