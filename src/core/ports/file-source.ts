import type { FileStamp } from '../model/track.ts'
import type { ByteSource } from './byte-source.ts'

/** What a name in a folder is, links not followed. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other'

/** One name of a folder. */
export interface FolderEntry {
  /**
   * The name as the disk spells it: text when its bytes are UTF-8, else the text with each byte that is not percent-escaped and `escaped` true.
   */
  readonly name: string
  readonly escaped: boolean
  readonly kind: EntryKind
}

/** What stat says. Links are followed. */
export interface FileStat extends FileStamp {
  readonly kind: 'file' | 'folder' | 'other'
  readonly device: number
  readonly inode: number
}

/** An open file; `close` it. */
export interface OpenFile {
  readonly bytes: ByteSource
  readonly stamp: FileStamp
  /** Brings the bytes that {@link OpenFile.bytes} threw `BytesPending` for; a source that is read at once has none. */
  fetch?(position: number, length: number): Promise<void>
  /** Gives the file back. */
  close(): void | Promise<void>
}

/** A path of a file source: the root's location and the names below it, as the disk spells them. */
export interface DiskPath {
  readonly root: string
  /** `''` for the root itself; `/` between names; percent-escaped when `escaped`. */
  readonly path: string
  readonly escaped: boolean
}

/**
 * Where folders and files come from. Built in: `node:fs`. Methods may answer at once or with a promise; they reject or throw with a Node.js errno `code`
 * (`ENOENT`, `EACCES`, `EIO`, …), which is what the loss rules look at.
 */
export interface FileSource {
  readonly specVersion: 'v1'
  readonly name: string
  /** All names of a folder, in no order. Throws unless the listing is complete. */
  list(folder: DiskPath): readonly FolderEntry[] | Promise<readonly FolderEntry[]>
  /** `undefined` when there is nothing at the path. */
  stat(path: DiskPath): FileStat | undefined | Promise<FileStat | undefined>
  /** Opens a regular file without blocking, and refuses anything else (`FILE_REFUSED`). */
  open(path: DiskPath): OpenFile | Promise<OpenFile>
  /** The absolute path with all links resolved, to hold the rule that nothing outside a root is opened. */
  realPath(path: DiskPath): string | Promise<string>
}
