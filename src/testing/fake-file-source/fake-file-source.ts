import { ScanError } from '../../core/errors.ts'
import { escapeName, unescapeName } from '../../core/identity/name-key.ts'
import type { DiskPath, FileSource, FileStat, FolderEntry, OpenFile } from '../../core/ports/file-source.ts'
import { errnoError, FakeDisk, type FakeNode, splitPath } from './fake-disk.ts'

/** A call of a file source that can be made to fail. */
export type FaultyCall = 'list' | 'stat' | 'open'

/** How a {@link FakeFileSource} behaves. */
export interface FakeFileSourceOptions {
  /** Whether it answers with promises, as a remote store does. Default false. */
  readonly later?: boolean | undefined
  /** Its clock at the start, in milliseconds since the epoch. Default: in November 2023. */
  readonly startMs?: number | undefined
}

/**
 * Files in memory, and everything that can go wrong with them. Paths are absolute; a path of bytes is given as `Uint8Array`. What changes gets the time of the fake's own clock,
 * which stands until it is moved.
 */
export interface FakeFileSource extends FileSource {
  /** The fake's clock, in milliseconds since the epoch. */
  now(): number
  /** Moves the clock. */
  advance(ms: number): void
  /** Writes a file, and the folders above it. The file keeps its inode. */
  write(path: string | Uint8Array, content?: string | Uint8Array): void
  /** Makes a folder, and those above it. */
  folder(path: string): void
  /** Makes a link. */
  link(path: string, target: string): void
  /** A pipe: something that is no regular file. */
  pipe(path: string): void
  /** Sets the time of a file's last change, as a tag editor that restores it does. */
  touch(path: string, mtimeUs: number): void
  /** Moves a file or folder over whatever is at the new place. */
  move(from: string, to: string): void
  /** Removes a file, or a folder with all in it. */
  remove(path: string | Uint8Array): void
  /** Mounts a disk over a folder, the same one each time, under a new device number. */
  mount(path: string): void
  /** Shows what is under the disk. */
  unmount(path: string): void
  /** Makes calls for a path fail with an errno until {@link FakeFileSource.heal}. A listing that fails is one that breaks half-way: it must not be believed in part. */
  fail(path: string, call: FaultyCall, errno: string): void
  /** Calls for a path or anything below it never answer. */
  hang(path: string): void
  /** Takes all faults back. */
  heal(): void
}

const bytesOf = (path: string | Uint8Array): string => Buffer.from(path as string).toString('latin1')

const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8')

/** Makes a {@link FakeFileSource}, empty. */
export const fakeFileSource = ({
  later = false,
  startMs = 1_700_000_000_000,
}: FakeFileSourceOptions = {}): FakeFileSource => {
  let nowMs = startMs
  let devices = 1
  const nowUs = (): number => nowMs * 1000
  const disk = new FakeDisk(devices, nowUs())
  const disks = new Map<string, FakeNode>()
  const faults = new Map<string, string>()
  const hanging = new Set<string>()

  const put = (
    path: string | Uint8Array,
    make: (above: FakeNode, old: FakeNode | undefined) => FakeNode | undefined,
  ): void => {
    const { above, name } = splitPath(bytesOf(path))
    const folder = disk.folder(above, nowUs())
    const old = folder.children.get(name)
    const node = make(folder, old)
    if (node !== old) disk.put(folder, name, node, nowUs())
  }

  const located = ({ root, path, escaped }: DiskPath): string => {
    const below = escaped ? bytesOf(unescapeName(path)) : bytesOf(path)
    return path === '' ? bytesOf(root) : `${bytesOf(root)}/${below}`
  }

  /** Answers a call, with its faults. */
  const answer = <T>(call: FaultyCall | 'realPath', path: DiskPath, give: (at: string) => T): T | Promise<T> => {
    const at = located(path)
    if ([...hanging].some((stuck) => at === stuck || at.startsWith(`${stuck}/`))) return new Promise<T>(() => undefined)
    const now = (): T => {
      const errno = faults.get(`${call} ${at}`)
      if (errno !== undefined) throw errnoError(errno, textOf(at))
      return give(at)
    }
    return later ? new Promise((resolve) => setImmediate(resolve)).then(now) : now()
  }

  const inside = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`)

  return {
    specVersion: 'v1',
    name: 'fake',
    list: (path) =>
      answer('list', path, (at) => {
        const { node } = disk.find(at)
        if (node.kind !== 'folder') throw errnoError('ENOTDIR', textOf(at))
        return [...node.children].map(([name, child]): FolderEntry => entryOf(name, child))
      }),
    stat: (path) =>
      answer('stat', path, (at) => {
        try {
          return statOf(disk.find(at).node)
        } catch (error) {
          if (error instanceof Error && 'code' in error && error.code === 'ELOOP') throw error
          return undefined
        }
      }),
    open: (path) =>
      answer('open', path, (at): OpenFile => {
        const { node, path: real } = disk.find(at)
        if (!inside(real, disk.find(bytesOf(path.root)).path)) throw refused(path, 'lies outside its root')
        if (node.kind !== 'file') throw refused(path, 'is not a regular file')
        const { size, mtimeUs, ctimeUs } = statOf(node)
        const { content } = node
        const view = (position: number, length: number): Uint8Array =>
          position < 0 ? content.subarray(0, 0) : content.subarray(position, position + Math.max(0, length))
        return { bytes: { size, view }, stamp: { size, mtimeUs, ctimeUs }, close: () => undefined }
      }),
    realPath: (path) => answer('realPath', path, (at) => textOf(disk.find(at).path)),

    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
    write: (path, content = '') =>
      put(path, (above, old) => {
        const node = old?.kind === 'file' ? old : disk.make('file', above.volume, nowUs())
        node.content = Buffer.from(content as string)
        node.mtimeUs = nowUs()
        node.ctimeUs = nowUs()
        return node
      }),
    folder: (path) => void disk.folder(bytesOf(path), nowUs()),
    link: (path, target) => put(path, (above) => disk.make('link', above.volume, nowUs(), bytesOf(target))),
    pipe: (path) => put(path, (above) => disk.make('other', above.volume, nowUs())),
    touch: (path, mtimeUs) => {
      const { node } = disk.find(bytesOf(path))
      node.mtimeUs = mtimeUs
      node.ctimeUs = nowUs()
    },
    move: (from, to) => {
      const { node } = disk.find(bytesOf(from), { follow: false })
      put(from, () => undefined)
      node.ctimeUs = nowUs()
      put(to, () => node)
    },
    remove: (path) => put(path, () => undefined),
    mount: (path) => {
      const { node } = disk.find(bytesOf(path), { covered: true })
      const top = disks.get(path) ?? disk.make('folder', { device: 0 }, nowUs())
      disks.set(path, top)
      top.volume.device = ++devices
      node.mounted = top
    },
    unmount: (path) => {
      disk.find(bytesOf(path), { covered: true }).node.mounted = undefined
    },
    fail: (path, call, errno) => void faults.set(`${call} ${bytesOf(path)}`, errno),
    hang: (path) => void hanging.add(bytesOf(path)),
    heal: () => {
      faults.clear()
      hanging.clear()
    },
  }
}

const entryOf = (name: string, { kind }: FakeNode): FolderEntry => {
  const bytes = Buffer.from(name, 'latin1')
  const text = bytes.toString('utf8')
  const escaped = !Buffer.from(text, 'utf8').equals(bytes)
  return { name: escaped ? escapeName(bytes) : text, escaped, kind }
}

const statOf = ({ kind, content, mtimeUs, ctimeUs, volume, inode }: FakeNode): FileStat => ({
  kind: kind === 'link' ? 'other' : kind,
  size: content.length,
  mtimeUs,
  ctimeUs,
  device: volume.device,
  inode,
})

const refused = ({ path }: DiskPath, why: string): ScanError =>
  new ScanError('FILE_REFUSED', `${path} ${why}.`, { path })
