import type { AudioFormat } from './audio-format.ts'
import type { PicturePlace } from './picture-place.ts'
import type { TrackTags } from './track-tags.ts'

/** What a tag reader found in one file. */
export interface FileReading {
  /** The reader that supplied tags and format: `native`, `music-metadata`, or the host's own name. */
  readonly reader: string
  readonly tags: TrackTags
  readonly format: AudioFormat
  readonly pictures: readonly PicturePlace[]
  /** `container.version:hash` of the audio alone, tags and pictures ignored; absent when no rule exists for the format. */
  readonly audioKey?: string
  /** What was doubtful or damaged but could be read around, one sentence each. */
  readonly warnings: readonly string[]
}
