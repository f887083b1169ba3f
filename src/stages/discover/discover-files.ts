import { ScanError } from '../../core/errors.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { FileSource } from '../../core/ports/file-source.ts'
import { type KnownFolder, type KnownPage, type KnownQuery, knownFlag } from '../../core/ports/library-writer.ts'
import type { DiscoverRequest } from '../../core/ports/scan-workers.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { ChunkBuilder } from './chunk-builder.ts'
import { diffFolder } from './diff-folder.ts'
import { type DiscoverSettings, discoverConfigHash } from './discover-settings.ts'
import { FolderFates } from './folder-fates.ts'
import { KnownStream } from './known-stream.ts'
import { type FolderListing, listFolder, rulesOf, type Walk, type WalkFolder } from './list-folder.ts'
import { findStart, type Start } from './find-start.ts'

/** What a diff works with. */
export interface DiscoverContext {
  readonly source: FileSource
  readonly known: (query: KnownQuery) => Promise<KnownPage>
  readonly settings: DiscoverSettings
  readonly signal: AbortSignal
  readonly now: () => number
  /** Absolute folder of each root. */
  readonly locations: Readonly<Record<string, string>>
}

/**
 * The diff of a root, or a part of it, against what storage knows: two streams in the same order, merged folder by folder (DESIGN §3). Nothing is held but the folders above the
 * one at hand, and a page of rows.
 *
 * @throws ScanError `ROOT_UNAVAILABLE` before anything is said to be lost, when the root cannot be listed, or is empty while tracks of it are known.
 */
export async function* discoverFiles(request: DiscoverRequest, context: DiscoverContext): AsyncGenerator<DiscoverChunk> {
  const diff = new Diff(request, context)
  yield* diff.run()
}

const tracked = knownFlag.track | knownFlag.pending

class Diff {
  readonly #request: DiscoverRequest
  readonly #context: DiscoverContext
  readonly #walk: Walk
  readonly #builder: ChunkBuilder
  readonly #configHash: string
  readonly #only: ReadonlySet<string> | undefined
  readonly #quick: boolean
  readonly #fates = new FolderFates()
  /** Folders still to be looked at, the next one last. */
  readonly #frontier: WalkFolder[] = []
  /** Quick scans: folders that need no listing, for those below them. */
  readonly #unlisted = new Map<string, WalkFolder>()

  constructor(request: DiscoverRequest, context: DiscoverContext) {
    this.#request = request
    this.#context = context
    const { source, settings, locations } = context
    const root = locations[request.rootId]
    if (root === undefined) throw new ScanError('ROOT_UNAVAILABLE', `This process has no folder for the root ${request.rootId}.`, request)
    let real: string | Promise<string> | undefined
    const realRoot = (): string | Promise<string> => {
      real ??= source.realPath({ root, path: '', escaped: false })
      return real
    }
    this.#walk = { root, source, settings, realRoot }
    this.#builder = new ChunkBuilder(request.rootId, settings.chunkSize)
    this.#configHash = discoverConfigHash(settings)
    this.#only = request.names === null ? undefined : new Set(request.names)
    this.#quick = request.scan.mode === 'quick' && request.names === null
  }

  async *run(): AsyncGenerator<DiscoverChunk> {
    const { rootId, under } = this.#request
    const start = await findStart(this.#walk, this.#request)
    const rootDevice = await this.#storedRootDevice()
    const stream = new KnownStream(this.#context.known, { rootId, under, files: !this.#quick, limit: 20_000 })
    if (start.folder === undefined) this.#fates.set(under, start.fate)
    else this.#frontier.push(start.folder)
    for (;;) {
      this.#context.signal.throwIfAborted()
      const disk = this.#frontier.at(-1)
      const known = stream.current ?? (await stream.peek())
      if (disk === undefined && known === undefined) break
      const order = disk === undefined ? 1 : known === undefined ? -1 : compareKeys(disk.key, known.key)
      if (order > 0 && known !== undefined) {
        stream.take()
        if (this.#only === undefined || known.key === under) await this.#notAnnounced(known)
      } else if (disk !== undefined) {
        this.#frontier.pop()
        if (order === 0) stream.take()
        await this.#look(disk, order === 0 ? known : undefined, rootDevice, start, stream)
      }
      if (this.#builder.full) yield this.#builder.take()
    }
    yield this.#builder.take()
  }

  /** A known folder that no listing named. */
  async #notAnnounced(known: KnownFolder): Promise<void> {
    const above = this.#unlisted.get(parentOf(known.key))
    if (above !== undefined) {
      const folder = await this.#stat(known, above)
      if (folder === 'unreadable') this.#fates.set(known.key, 'shielded')
      else if (folder !== undefined) {
        await this.#look(folder, known, undefined, undefined, undefined)
        return
      }
    }
    const fate = this.#fates.of(known.key)
    if (fate === 'shielded') return
    const { files } = known.files === null ? await this.#filesOf(known) : known
    const { rootId } = this.#request
    const losses = (files?.names ?? []).flatMap((name, row) =>
      ((files?.flags[row] ?? 0) & ~knownFlag.missing) === 0 ? [] : [{ rootId, path: known.key + name, reason: fate } as const],
    )
    this.#builder.add({ losses: this.#only === undefined ? losses : losses.filter(({ path }) => this.#only?.has(path.slice(known.key.length))) })
    if (known.state !== null) this.#builder.forget(known.key)
  }

  /** A folder that is there: compares it, and announces those in it. */
  async #look(
    folder: WalkFolder,
    known: KnownFolder | undefined,
    rootDevice: number | undefined,
    start: Start | undefined,
    stream: KnownStream | undefined,
  ): Promise<void> {
    const { now } = this.#context
    const state = known?.state
    if (state != null && rootDevice !== undefined && state.device !== rootDevice && folder.stat.device === start?.device) {
      this.#unreadable(folder.key, 'Another disk was mounted here and now is not.')
      return
    }
    if (this.#quick && state != null && state.mtimeUs === folder.stat.mtimeUs && state.configHash === this.#configHash) {
      this.#unlisted.set(folder.key, { ...folder, rules: await rulesOf(this.#walk, folder, state.sidecars) })
      return
    }
    let listing: FolderListing
    try {
      listing = await listFolder(this.#walk, folder)
    } catch (error) {
      if (folder.key === '') throw unavailable(this.#request.rootId, this.#walk.root, reasonOf(error))
      this.#unreadable(folder.key, `The folder cannot be read (${reasonOf(error)}). Everything under it keeps its state.`)
      return
    }
    if (folder.key === '' && listing.empty && stream !== undefined) await this.#refuseEmpty(known, stream)
    const withFiles = known !== undefined && known.files === null ? await this.#filesOf(known) : known
    const diff = diffFolder(folder, listing, withFiles, this.#request, this.#configHash, now() * 1000, this.#only)
    this.#builder.add({ ...diff, seen: this.#only === undefined ? listing.files.length : listing.files.filter(({ name }) => this.#only?.has(name)).length })
    if (diff.state !== undefined) {
      this.#builder.folder(diff.state)
      if (known !== undefined && state === null) this.#builder.healed(folder.key)
    }
    if (this.#only !== undefined) return
    for (const key of listing.ignoredFolders) this.#fates.set(key, 'ignored')
    for (const name of listing.unreadable) {
      this.#unreadable(`${folder.key}${name}/`, undefined)
    }
    for (const child of listing.folders.toSorted((a, b) => compareKeys(b.key, a.key))) this.#frontier.push(child)
  }

  #unreadable(key: string, message: string | undefined): void {
    this.#fates.set(key, 'shielded')
    // Its state goes, so that the listing that succeeds is told from this one, and heals the entry.
    this.#builder.forget(key)
    if (message === undefined) return
    const { rootId } = this.#request
    const error = { rootId, path: key, code: 'FOLDER_UNREADABLE', stage: 'discover', message, retryable: true, stamp: null } as const
    this.#builder.error({ ...error, at: this.#context.now() })
  }

  /** An empty root is a disk that is not mounted, if there was music. */
  async #refuseEmpty(known: KnownFolder | undefined, stream: KnownStream): Promise<void> {
    const hasTracks = (folder: KnownFolder): boolean => folder.files?.flags.some((flags) => (flags & tracked) !== 0) ?? false
    const held: KnownFolder[] = known === undefined ? [] : [known]
    for (let next = await stream.peek(); next !== undefined; next = await stream.peek()) {
      stream.take()
      held.push(next)
      if (hasTracks(next.files === null ? await this.#filesOf(next) : next)) break
    }
    const last = held.at(-1)
    const withFiles = last === undefined ? undefined : last.files === null ? await this.#filesOf(last) : last
    if ((withFiles !== undefined && hasTracks(withFiles)) || held.some(hasTracks)) {
      throw unavailable(this.#request.rootId, this.#walk.root, 'it is empty, although the library holds tracks of it')
    }
    for (const folder of held) if (folder.key !== '') await this.#notAnnounced(folder)
  }

  async #filesOf(known: KnownFolder): Promise<KnownFolder> {
    const { rootId } = this.#request
    const { folders } = await this.#context.known({ rootId, under: known.key, after: null, files: true, limit: 1 })
    return folders.find((folder) => folder.key === known.key) ?? { ...known, files: null }
  }

  async #stat(known: KnownFolder, above: WalkFolder): Promise<WalkFolder | undefined | 'unreadable'> {
    const diskPath = known.state?.diskPath ?? null
    try {
      const path = { root: this.#walk.root, path: diskPath ?? known.key.slice(0, -1), escaped: diskPath !== null }
      const found = this.#walk.source.stat(path)
      const stat = found instanceof Promise ? await found : found
      if (stat === undefined || stat.kind !== 'folder') return undefined
      return { key: known.key, diskPath, stat, rules: above.rules, chain: [...above.chain, `${stat.device}:${stat.inode}`] }
    } catch {
      return 'unreadable'
    }
  }

  async #storedRootDevice(): Promise<number | undefined> {
    const { rootId } = this.#request
    const { folders } = await this.#context.known({ rootId, under: '', after: null, files: false, limit: 1 })
    return folders[0]?.key === '' ? folders[0].state?.device : undefined
  }
}

const parentOf = (key: string): string => key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : error instanceof Error ? error.message : String(error)

const unavailable = (rootId: string, location: string, why: string): ScanError =>
  new ScanError('ROOT_UNAVAILABLE', `The root ${rootId} (${location}) cannot be scanned: ${why}. Nothing of it was changed. Look at its mount and scan again.`, {
    stage: 'discover',
    rootId,
    path: location,
    retryable: false,
  })
