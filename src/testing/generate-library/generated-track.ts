/** The containers that the generator writes. `ogg` holds Vorbis, `opus` holds Opus in Ogg, `m4a` holds AAC-LC. */
export type LibraryFormat = 'mp3' | 'flac' | 'm4a' | 'ogg' | 'opus'

/** Every format, in the order in which the first album cycles through them. */
export const LIBRARY_FORMATS: readonly LibraryFormat[] = ['mp3', 'flac', 'm4a', 'ogg', 'opus']

/** Which tag blocks an mp3 file carries; the other formats have one kind each. */
export interface Mp3TagStyle {
  readonly id3v2: 3 | 4
  readonly id3v1: boolean
  readonly ape: boolean
}

/**
 * What makes the audio of a file: two files with equal values hold the same audio bytes, two that differ in
 * `identity` or `seed` never do.
 */
export interface GeneratedAudio {
  readonly seed: number
  readonly identity: number
  readonly sampleRate: number
  readonly channels: 1 | 2
  /** Codec frames (mp3, m4a) or packets (ogg, opus) or blocks of 4,096 samples before the last, shorter one (flac). */
  readonly blocks: number
}

/** An embedded front cover: a decodable 2×2 image padded to `bytes`. Covers with equal `identity` are equal bytes. */
export interface GeneratedCover {
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: number
  readonly identity: number
}

/** One file of a generated library: where it lies and what a reader must find in it. */
export interface GeneratedTrack {
  /** Position in the library, from 0. */
  readonly index: number
  /** Relative to the library's directory, with `/`. */
  readonly path: string
  readonly format: LibraryFormat
  readonly title: string
  /** The credit as one string, e.g. `Nørd Harbour feat. 夜の光`. */
  readonly artist: string
  /** The single artists behind the credit; tagged apart (`ARTISTS`) when there is more than one. */
  readonly artists: readonly string[]
  readonly albumArtist: string
  readonly album: string
  readonly trackNumber: number
  readonly trackTotal: number
  readonly discNumber: number
  readonly discTotal: number
  /** `YYYY` or `YYYY-MM-DD`. */
  readonly date: string
  readonly genres: readonly string[]
  readonly composer: string | undefined
  readonly compilation: boolean
  readonly isrc: string | undefined
  readonly recordingId: string | undefined
  readonly releaseId: string | undefined
  /** MusicBrainz ids of `artists`, in their order; empty when they have none. */
  readonly artistIds: readonly string[]
  readonly albumArtistIds: readonly string[]
  /** ReplayGain 2 in dB (Opus files carry it as `R128_TRACK_GAIN`). */
  readonly trackGain: number | undefined
  readonly albumGain: number | undefined
  readonly cover: GeneratedCover | undefined
  readonly mp3Tags: Mp3TagStyle
  readonly audio: GeneratedAudio
  /** Playing time in milliseconds, not rounded. */
  readonly durationMs: number
  /** The path of the earlier file with the same audio. */
  readonly duplicateOf: string | undefined
}
