import type { PicturePlace } from './picture-place.ts'
import type { CreditRole, TrackTags } from './track-tags.ts'

/** How an artist is linked to a track. */
export type ArtistRole = 'artist' | 'albumartist' | CreditRole

/** One artist of a track, in credit order. */
export interface TrackArtist {
  readonly artistId: string
  readonly role: ArtistRole
  /** From 0, within the role. */
  readonly position: number
  /** The name as this track spells it. */
  readonly creditedAs: string
  readonly detail: string | null
}

/** Why a track is marked missing. */
export type MissingReason = 'gone' | 'overwritten' | 'ignored' | 'root-removed'

/** A file on disk as the last reading saw it. Times are microseconds since the epoch, so that they are exact integers. */
export interface FileStamp {
  readonly size: number
  readonly mtimeUs: number
  readonly ctimeUs: number
}

/**
 * What a reading of one file says about its track: everything that a re-read replaces. `null` means that nothing says it.
 */
export interface TrackFacts extends FileStamp {
  readonly rootId: string
  /** Root-relative key of the path, `/` between folders (DESIGN: NFC, or escaped bytes). */
  readonly path: string
  /** How the disk spells the path when that differs from the key: percent-escaped bytes; `null` when the key is the spelling. */
  readonly diskPath: string | null
  readonly audioKey: string | null
  /** The tagged title, else the file's name without extension. */
  readonly title: string
  /** Key to sort by, made in core; storages compare its bytes. */
  readonly sortTitle: string
  readonly artist: string | null
  readonly albumArtist: string | null
  readonly album: string | null
  readonly albumId: string | null
  readonly discNumber: number | null
  readonly discTotal: number | null
  readonly discSubtitle: string | null
  readonly trackNumber: number | null
  readonly trackTotal: number | null
  readonly date: string | null
  readonly originalDate: string | null
  readonly year: number | null
  readonly compilation: boolean
  readonly durationMs: number | null
  readonly durationExact: boolean
  readonly container: string | null
  readonly codec: string | null
  readonly codecProfile: string | null
  readonly bitrate: number | null
  readonly sampleRate: number | null
  readonly channels: number | null
  readonly bitsPerSample: number | null
  readonly lossless: boolean
  readonly encoderDelay: number | null
  readonly encoderPadding: number | null
  readonly replaygainTrackGain: number | null
  readonly replaygainTrackPeak: number | null
  readonly replaygainAlbumGain: number | null
  readonly replaygainAlbumPeak: number | null
  readonly isrc: string | null
  readonly musicbrainzRecordingId: string | null
  readonly musicbrainzTrackId: string | null
  readonly musicbrainzReleaseId: string | null
  readonly musicbrainzReleaseGroupId: string | null
  readonly bpm: number | null
  readonly key: string | null
  readonly hasLyrics: boolean
  readonly hasSyncedLyrics: boolean
  /** 0 to 100: how complete and undoubtful the tags are. */
  readonly quality: number
  /** What the score misses or doubts: `no-title`, `estimated-duration`, … */
  readonly qualityIssues: readonly string[]
  /** The reader that supplied the tags; `null` when they could not be read. */
  readonly reader: string | null
  /** All tags as read, so that changed rules re-derive without opening files. */
  readonly tags: TrackTags
  readonly pictures: readonly PicturePlace[]
  readonly artists: readonly TrackArtist[]
  /** Distinct genres in tag order. */
  readonly genres: readonly string[]
}

/** A track of the library. */
export interface Track extends TrackFacts {
  readonly id: string
  /** Milliseconds since the epoch when its file was first not found; `null` while it is there. */
  readonly missingSince: number | null
  readonly missingReason: MissingReason | null
  readonly addedAt: number
  readonly updatedAt: number
}
