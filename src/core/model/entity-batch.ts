import type { AlbumSeed } from './album.ts'
import type { ArtistSeed } from './artist.ts'
import type { FileChange } from './change.ts'
import type { FileReading } from './file-reading.ts'
import type { ItemError } from './item-error.ts'
import type { TrackFacts } from './track.ts'
import type { Lyrics } from './track-tags.ts'

/** One file out of extract. */
export interface TrackDraft {
  readonly change: FileChange
  /** `undefined` when the tags could not be read: the track is then named after its file. */
  readonly reading: FileReading | undefined
  readonly sidecarLyrics: Lyrics | undefined
  readonly error: ItemError | undefined
  /** Whether the file holds a track at all: false when it could not be opened or holds no audio. */
  readonly isTrack: boolean
}

/** One track out of batch, ready to be stored. */
export interface TrackEntry {
  readonly kind: FileChange['kind']
  readonly facts: TrackFacts
}

/** What one unit brings to storage: tracks, and the artists and albums they name, each once. */
export interface EntityBatch {
  readonly entries: readonly TrackEntry[]
  readonly artists: readonly ArtistSeed[]
  readonly albums: readonly AlbumSeed[]
  readonly errors: readonly ItemError[]
  /** Root and path of the files of this unit that are now without an error. */
  readonly healed: readonly { readonly rootId: string; readonly path: string }[]
}
