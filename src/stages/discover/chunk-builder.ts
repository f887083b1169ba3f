import type { FileChange, FileLoss, FolderState } from '../../core/model/change.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { ItemError } from '../../core/model/item-error.ts'

const most = { losses: 1000, folders: 1000, seen: 5000 }

/** A sign of life after so many milliseconds, however little was found. */
const longest = 250

/** Gathers what a diff finds until it is worth a chunk. */
export class ChunkBuilder {
  readonly #rootId: string
  readonly #chunkSize: number
  readonly #now: () => number
  #changes: FileChange[] = []
  #losses: FileLoss[] = []
  #folders: FolderState[] = []
  #forget: { rootId: string; key: string }[] = []
  #errors: ItemError[] = []
  #healed: { rootId: string; path: string }[] = []
  #seen = 0
  #since: number

  constructor(rootId: string, chunkSize: number, now: () => number) {
    this.#rootId = rootId
    this.#chunkSize = chunkSize
    this.#now = now
    this.#since = now()
  }

  changes(found: readonly FileChange[]): void {
    for (const change of found) this.#changes.push(change)
  }

  losses(found: readonly FileLoss[]): void {
    for (const loss of found) this.#losses.push(loss)
  }

  folder(state: FolderState): void {
    this.#folders.push(state)
  }

  forget(key: string): void {
    this.#forget.push({ rootId: this.#rootId, key })
  }

  error(error: Pick<ItemError, 'path' | 'code' | 'message'>): void {
    const { path, code, message } = error
    const at = this.#now()
    this.#errors.push({
      rootId: this.#rootId,
      path,
      code,
      message,
      stage: 'discover',
      retryable: true,
      stamp: null,
      at,
    })
  }

  healed(path: string): void {
    this.#healed.push({ rootId: this.#rootId, path })
  }

  saw(files: number): void {
    this.#seen += files
  }

  get full(): boolean {
    return (
      this.#changes.length >= this.#chunkSize ||
      this.#losses.length >= most.losses ||
      this.#folders.length + this.#forget.length + this.#errors.length >= most.folders ||
      this.#seen >= most.seen ||
      this.#now() - this.#since >= longest
    )
  }

  /** What was gathered, as chunks of bounded size; states of folders come with the last of their changes. The builder begins anew. */
  *take(): Generator<DiscoverChunk> {
    const nothing = {
      changes: [],
      losses: [],
      folders: [],
      forgetFolders: [],
      errors: [],
      healed: [],
      stamps: [],
      seen: 0,
    }
    while (this.#changes.length > this.#chunkSize)
      yield { ...nothing, changes: this.#changes.splice(0, this.#chunkSize) }
    while (this.#losses.length > most.losses) yield { ...nothing, losses: this.#losses.splice(0, most.losses) }
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
    this.#since = this.#now()
    yield chunk
  }
}
