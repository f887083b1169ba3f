import { ScanError } from '../../core/errors.ts'
import type { FolderState } from '../../core/model/change.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { FileSource } from '../../core/ports/file-source.ts'
import type { KnownFolder } from '../../core/ports/library-writer.ts'
import type { DiscoverRequest } from '../../core/ports/scan-workers.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { type Answer, andThen, attempt } from './answer.ts'
import { ChunkBuilder } from './chunk-builder.ts'
import { diffFolder, isHeld } from './diff-folder.ts'
import type { DiscoverSettings } from './discover-settings.ts'
import { findStart } from './find-start.ts'
import { FolderFates } from './folder-fates.ts'
import { failedAgain, failedFirst, hasFailed, isUnchanged, newState } from './folder-state.ts'
import { filesAt, holdsTracks, stateAt } from './known-facts.ts'
import { type AskKnown, KnownStream } from './known-stream.ts'
import { type FolderListing, listFolder } from './list-folder.ts'
import { reasonOf, rootUnavailable } from './root-unavailable.ts'
import { UnlistedFolders } from './unlisted-folders.ts'
import { type Walk, type WalkFolder, walkOf } from './walk-folder.ts'

/** What a diff works with. */
export interface DiscoverContext {
  readonly source: FileSource
  readonly known: AskKnown
  readonly settings: DiscoverSettings
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Absolute folder of each root. */
  readonly locations: Readonly<Record<string, string>>
}

/**
 * The diff of a root, or a part of it, against what storage knows: two streams in the same order, merged folder by folder (DESIGN §3). Nothing is held but the folders beside and
 * above the one at hand, and two pages of rows.
 *
 * @throws ScanError `ROOT_UNAVAILABLE` before anything is said to be lost, when the root cannot be listed, or is empty while tracks of it are known.
 */
export async function* discoverFiles(
  request: DiscoverRequest,
  context: DiscoverContext,
): AsyncGenerator<DiscoverChunk> {
  yield* new Diff(request, context).run()
}

/** Rows of a page. */
const pageSize = 20_000

class Diff {
  readonly #request: DiscoverRequest
  readonly #context: DiscoverContext
  readonly #walk: Walk
  readonly #builder: ChunkBuilder
  readonly #only: ReadonlySet<string> | undefined
  readonly #quick: boolean
  readonly #fates = new FolderFates()
  readonly #unlisted: UnlistedFolders
  /** Folders still to be looked at, the next one last. */
  readonly #frontier: WalkFolder[] = []

  constructor(request: DiscoverRequest, context: DiscoverContext) {
    const { source, settings, locations, now } = context
    const { rootId, names, scan } = request
    const root = locations[rootId]
    if (root === undefined)
      throw new ScanError('ROOT_UNAVAILABLE', `This process has no folder for the root ${rootId}.`, { rootId })
    this.#request = request
    this.#context = context
    this.#walk = walkOf(root, source, settings)
    this.#builder = new ChunkBuilder(rootId, settings.chunkSize, now)
    this.#unlisted = new UnlistedFolders(this.#walk)
    this.#only = names === null ? undefined : new Set(names)
    this.#quick = scan.mode === 'quick' && names === null
  }

  async *run(): AsyncGenerator<DiscoverChunk> {
    const { known: ask, signal } = this.#context
    const { under } = this.#request
    await this.#begin()
    const known = new KnownStream(ask, { ...this.#scope, files: !this.#quick, limit: this.#only ? 1 : pageSize })
    for (;;) {
      signal.throwIfAborted()
      const disk = this.#frontier.at(-1)
      const row = known.current ?? (known.ended ? undefined : await known.peek())
      if (disk === undefined && (row === undefined || (this.#only !== undefined && row.key !== under))) break
      const done = this.#step(disk, row, known)
      if (done instanceof Promise) await done
      if (this.#builder.full) yield* this.#builder.take()
    }
    yield* this.#builder.take()
  }

  get #scope(): Pick<DiscoverRequest, 'rootId' | 'under'> {
    const { rootId, under } = this.#request
    return { rootId, under }
  }

  async #begin(): Promise<void> {
    const { known } = this.#context
    const { rootId } = this.#request
    const start = await findStart(this.#walk, this.#request, {
      stateAt: (key) => stateAt(known, rootId, key),
      checkEmpty: () => this.#checkEmpty(),
    })
    for (const [key, fate] of start.fates) this.#fates.set(key, fate)
    if (start.failed !== undefined) this.#failed(start.failed.key, start.failed.error)
    if (start.folder !== undefined) this.#frontier.push(start.folder)
  }

  /** Takes the next folder from the disk, the storage, or both. */
  #step(disk: WalkFolder | undefined, row: KnownFolder | undefined, known: KnownStream): Answer<void> {
    const order = disk === undefined ? 1 : row === undefined ? -1 : compareKeys(disk.key, row.key)
    if (disk !== undefined && order <= 0) {
      this.#frontier.pop()
      if (order === 0) known.take()
      return this.#look(disk, order === 0 ? row : undefined)
    }
    if (row === undefined) return
    const fate = this.#fates.of(row.key)
    if (fate === undefined && this.#unlisted.isAbove(row.key)) return this.#announce(row, known)
    known.take()
    if (fate === undefined || fate === 'gone' || fate === 'ignored') return this.#lost(row, fate ?? 'gone')
    if (this.#fates.at(row.key) === 'unreadable') this.#keepFailed(row.state, { ...row, diskPath: null, mounts: 0 })
  }

  /** A known folder under one that needed no listing. */
  #announce(row: KnownFolder, known: KnownStream): Answer<void> {
    return andThen(this.#unlisted.find(row), ({ key, folder, failed, above }) => {
      if (folder !== undefined) {
        this.#frontier.push(folder)
        return
      }
      if (failed === undefined && row.state === null) {
        // It was gone when the folder above was listed last.
        known.take()
        return
      }
      // Only a listing proves that it is gone: the next scan must list the folder above.
      this.#fates.set(key, failed === undefined ? 'kept' : 'unreadable')
      if (failed !== undefined) this.#failed(key, failed)
      else this.#keep({ ...above, mtimeUs: null })
    })
  }

  /** A folder that is there: compares it, and announces those in it. */
  #look(folder: WalkFolder, row: KnownFolder | undefined): Answer<void> {
    const state = row?.state ?? null
    const { key, mounts } = folder
    const unmounted = state !== null && state.mounts > mounts && !this.#fates.shields(key)
    if (unmounted) {
      this.#fates.set(key, 'unreadable')
      this.#builder.error({ path: key, code: 'FOLDER_UNREADABLE', message: unmountedMessage })
    }
    if (this.#quick && !unmounted && state !== null && isUnchanged(state, folder)) {
      this.#unlisted.push(folder, state)
      return
    }
    const nowUs = this.#context.now() * 1000
    const listed = attempt<FolderListing, { readonly error: unknown }>(
      () => listFolder(this.#walk, folder),
      (error) => ({ error }),
    )
    return andThen(listed, (listing) => {
      if ('error' in listing) return this.#unlistable(folder, row, listing.error)
      const compare = (files: KnownFolder['files']): void =>
        this.#compare(folder, row && { ...row, files }, listing, nowUs, unmounted)
      if (key === '' && listing.empty)
        return this.#checkEmpty()
          .then(() => this.#filesOf(row))
          .then(compare)
      return andThen(this.#filesOf(row), compare)
    })
  }

  #compare(
    folder: WalkFolder,
    row: KnownFolder | undefined,
    listing: FolderListing,
    nowUs: number,
    unmounted: boolean,
  ): void {
    const { rootId, scan } = this.#request
    const { key } = folder
    const state = row?.state ?? null
    const shielded = this.#fates.shields(key)
    const respelled = state !== null && state.diskPath !== folder.diskPath
    if (this.#quick) this.#unlisted.push(folder, null)
    const sides = { rootId, key, listing, files: row?.files ?? null, state, only: this.#only, respelled, scan }
    const { changes, losses, seen } = diffFolder(sides)
    this.#builder.saw(seen)
    this.#builder.changes(changes)
    if (!shielded) this.#builder.losses(losses)
    for (const { name, kind, error } of listing.unreadable) {
      if (this.#only !== undefined && !this.#only.has(name)) continue
      this.#failed(kind === 'file' ? key + name : `${key}${name}/`, error)
    }
    if (this.#only !== undefined) return
    if (!unmounted && row !== undefined && (state === null || hasFailed(state))) this.#builder.healed(key)
    this.#keep(newState(rootId, { folder, sidecars: listing.sidecars, nowUs, unmounted, shielded }, state))
    for (const name of listing.unsure) this.#fates.set(`${key}${name}/`, 'kept')
    for (const { name, kind } of listing.unreadable)
      if (kind === 'folder') this.#fates.set(`${key}${name}/`, 'unreadable')
    for (const ignored of listing.ignoredFolders) if (!shielded) this.#fates.set(ignored, 'ignored')
    for (const child of listing.folders.toSorted((a, b) => compareKeys(b.key, a.key))) this.#frontier.push(child)
  }

  /** A folder that was announced and cannot be listed: everything under it keeps what it says. */
  #unlistable(folder: WalkFolder, row: KnownFolder | undefined, error: unknown): void {
    const { key } = folder
    if (key === '') throw rootUnavailable(this.#request.rootId, this.#walk.root, reasonOf(error))
    if (reasonOf(error) === 'ENOENT') {
      // It vanished just now: the next scan will find the folder above without it.
      this.#fates.set(key, 'kept')
      return
    }
    this.#fates.set(key, 'unreadable')
    this.#failed(key, error)
    this.#keepFailed(row?.state ?? null, folder)
  }

  /** A known folder that is not there any more, or ignored. */
  #lost(row: KnownFolder, reason: 'gone' | 'ignored'): Answer<void> {
    const { rootId } = this.#request
    const { key, state } = row
    return andThen(this.#filesOf(row), (files) => {
      const lost = (files?.names ?? []).filter(
        (name, at) => isHeld(files?.flags[at] ?? 0) && (this.#only === undefined || this.#only.has(name)),
      )
      this.#builder.losses(lost.map((name) => ({ rootId, path: key + name, reason })))
      if (this.#only !== undefined) return
      if (state !== null) this.#builder.forget(key)
      // A folder that was never listed is known for its entry in the error list alone.
      if (state === null ? files?.names.length === 0 : hasFailed(state)) this.#builder.healed(key)
    })
  }

  #filesOf(row: KnownFolder | undefined): Answer<KnownFolder['files']> {
    if (row === undefined || !this.#quick) return row?.files ?? null
    return filesAt(this.#context.known, this.#request.rootId, row.key)
  }

  /** Marks a folder whose entry in the error list is to be healed once it can be listed. */
  #keepFailed(state: FolderState | null, folder: Pick<WalkFolder, 'key' | 'diskPath' | 'mounts'>): void {
    this.#keep(state === null ? failedFirst(this.#request.rootId, folder) : failedAgain(state))
  }

  #keep(state: FolderState | undefined): void {
    if (state !== undefined) this.#builder.folder(state)
  }

  #failed(path: string, error: unknown): void {
    const folder = path.endsWith('/')
    const kept = folder ? 'Everything under it keeps its state.' : 'It keeps its state.'
    this.#builder.error({
      path,
      code: folder ? 'FOLDER_UNREADABLE' : 'FILE_UNREADABLE',
      message: `The ${folder ? 'folder' : 'file'} cannot be read (${reasonOf(error)}). ${kept} It is tried again in the next scan.`,
    })
  }

  /** An empty root is a disk that is not mounted, if there was music. */
  async #checkEmpty(): Promise<void> {
    const { rootId } = this.#request
    if (await holdsTracks(this.#context.known, rootId))
      throw rootUnavailable(rootId, this.#walk.root, 'it is empty, although the library holds tracks of it')
  }
}

const unmountedMessage =
  'A disk that was mounted here is not any more. What is not found here is not taken for lost: mount the disk again, or remove the folder if the disk is gone for good.'
