import type { FileChange, FileLoss, FolderState } from '../../core/model/change.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { ItemError } from '../../core/model/item-error.ts'

const most = { losses: 1000, folders: 1000, seen: 5000 }

/** Gathers what a diff finds until it is worth a chunk. */
export class ChunkBuilder {
  readonly #rootId: string
  readonly #chunkSize: number
  #changes: FileChange[] = []
  #losses: FileLoss[] = []
  #folders: FolderState[] = []
  #forget: { rootId: string; key: string }[] = []
  #errors: ItemError[] = []
  #healed: { rootId: string; path: string }[] = []
  #seen = 0

  constructor(rootId: string, chunkSize: number) {
    this.#rootId = rootId
    this.#chunkSize = chunkSize
  }

  add(found: { readonly changes?: readonly FileChange[]; readonly losses?: readonly FileLoss[]; readonly seen?: number }): void {
    this.#changes.push(...(found.changes ?? []))
    for (const loss of found.losses ?? []) this.#losses.push(loss)
    this.#seen += found.seen ?? 0
  }

  folder(state: FolderState): void {
    this.#folders.push(state)
  }

  forget(key: string): void {
    this.#forget.push({ rootId: this.#rootId, key })
  }

  error(error: ItemError): void {
    this.#errors.push(error)
  }

  healed(path: string): void {
    this.#healed.push({ rootId: this.#rootId, path })
  }

  get full(): boolean {
    return (
      this.#changes.length >= this.#chunkSize ||
      this.#losses.length >= most.losses ||
      this.#folders.length + this.#forget.length + this.#errors.length >= most.folders ||
      this.#seen >= most.seen
    )
  }

  /** What was gathered; the builder begins anew. */
  take(): DiscoverChunk {
    const chunk: DiscoverChunk = {
      changes: this.#changes,
      losses: this.#losses,
      folders: this.#folders,
      forgetFolders: this.#forget,
      errors: this.#errors,
      healed: this.#healed,
      stamps: [],
      seen: this.#seen,
    }
    this.#changes = []
    this.#losses = []
    this.#folders = []
    this.#forget = []
    this.#errors = []
    this.#healed = []
    this.#seen = 0
    return chunk
  }
}
