import type { FileChange, FileLoss, FolderState } from './change.ts'
import type { ItemError } from './item-error.ts'
import type { FileStamp } from './track.ts'

/** A piece of a diff. */
export interface DiscoverChunk {
  readonly changes: readonly FileChange[]
  readonly losses: readonly FileLoss[]
  /** Folders whose listing differs from what storage knows. */
  readonly folders: readonly FolderState[]
  readonly forgetFolders: readonly { readonly rootId: string; readonly key: string }[]
  readonly errors: readonly ItemError[]
  readonly healed: readonly { readonly rootId: string; readonly path: string }[]
  readonly stamps: readonly ({ readonly rootId: string; readonly path: string } & FileStamp)[]
  /** Files looked at. */
  readonly seen: number
}
