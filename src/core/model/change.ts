import type { FileStamp } from './track.ts'

/** What discover found different about one file. */
export interface FileChange extends FileStamp {
  readonly kind: 'added' | 'changed' | 'returned' | 'sidecar'
  readonly rootId: string
  /** Root-relative key. */
  readonly path: string
  /** As in `TrackFacts.diskPath`. */
  readonly diskPath: string | null
  /** Why: `new file`, `size`, `mtime`, `ctime`, `full scan`, `retry after EIO`, `lyrics changed`, … */
  readonly reason: string
  /** Name of the `.lrc` beside the file, when there is one. */
  readonly lyricsFile: string | null
}

/** A file that storage knows and the disk no longer has. */
export interface FileLoss {
  readonly rootId: string
  readonly path: string
  readonly reason: 'gone' | 'ignored'
}

/** A file beside the music whose change matters: lyrics, a picture, an ignore file. */
export interface Sidecar {
  readonly name: string
  readonly size: number
  readonly mtimeUs: number
}

/** A folder as its last complete listing saw it. */
export interface FolderState {
  readonly rootId: string
  /** Root-relative key with a trailing `/`; the root itself is the empty string. So byte order of keys is depth-first order. */
  readonly key: string
  /** How the disk spells it, as in `TrackFacts.diskPath`. */
  readonly diskPath: string | null
  /** `null` when the folder changed less than 2 s before it was listed: then the next quick scan lists it again. */
  readonly mtimeUs: number | null
  /** Hash of the discover configuration and of the ignore files above it that the listing was made with; empty when it could not be listed since. */
  readonly configHash: string
  /** How many mount points lie between the root and it, itself included: 0 on the root's own disk. Device numbers would change with each boot. */
  readonly mounts: number
  readonly sidecars: readonly Sidecar[]
}
