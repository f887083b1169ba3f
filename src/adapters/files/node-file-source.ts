import { closeSync, constants, fstatSync, openSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { ScanError } from '../../core/errors.ts'
import { escapeName, unescapeName } from '../../core/identity/name-key.ts'
import type { DiskPath, EntryKind, FileSource, FileStat, FolderEntry } from '../../core/ports/file-source.ts'
import { FileBytes } from '../support/file-bytes.ts'

/** Files of this machine through `node:fs`, synchronously: it runs in worker threads, where waiting costs nothing and promises do. */
export const nodeFileSource = (): FileSource => {
  // Buffers outlive the file they were made for: a scan opens one file after the other.
  const idle: FileBytes[] = []
  const realFolder = lastRealPath()
  return {
    specVersion: 'v1',
    name: 'node:fs',
    list: (folder) => {
      const path = pathOf(folder)
      const entries: FolderEntry[] = []
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        if (entry.name.includes('\uFFFD')) return listBytes(path)
        entries.push({ name: entry.name, escaped: false, kind: kindOf(entry) })
      }
      return entries
    },
    stat: (path) => {
      const stats = statSync(pathOf(path), { throwIfNoEntry: false })
      return stats === undefined ? undefined : fileStat(stats)
    },
    open: (path) => {
      const fd = openInside(path, realFolder)
      let closed = false
      const close = (): void => {
        if (!closed) closeSync(fd)
        closed = true
      }
      try {
        const stats = fstatSync(fd)
        if (!stats.isFile()) throw refused(path, 'is not a regular file')
        const { size, mtimeUs, ctimeUs } = fileStat(stats)
        const bytes = (idle.pop() ?? new FileBytes()).open(fd, size)
        return {
          bytes,
          stamp: { size, mtimeUs, ctimeUs },
          close: () => {
            if (!closed) idle.push(bytes)
            close()
          },
        }
      } catch (error) {
        close()
        throw error
      }
    },
    realPath: (path) => realpathSync.native(pathOf(path)),
  }
}

// Without O_NONBLOCK a pipe would be waited for before it can be refused.
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK

/**
 * Opens a file that lies inside its root, all links resolved. Its folder is resolved once for all files of it in a row; the file itself must not be a link, unless
 * what it leads to is inside too.
 */
const openInside = (path: DiskPath, realFolder: (folder: DiskPath) => string): number => {
  const { root, escaped } = path
  const rootFolder = realFolder({ root, path: '', escaped: false })
  const folder = { root, path: path.path.slice(0, Math.max(0, path.path.lastIndexOf('/'))), escaped }
  if (!isInside(realFolder(folder), rootFolder)) throw refused(path, 'lies outside its root')
  try {
    return openSync(pathOf(path), openFlags | constants.O_NOFOLLOW)
  } catch (error) {
    // The last name is a link.
    if (!(error instanceof Error && 'code' in error && error.code === 'ELOOP')) throw error
    const target = realpathSync.native(pathOf(path))
    if (!isInside(target, rootFolder)) throw refused(path, 'is a link to outside its root')
    return openSync(target, openFlags | constants.O_NOFOLLOW)
  }
}

/** Resolves folders; the one asked for last, and the last root, are remembered. */
const lastRealPath = (): ((folder: DiskPath) => string) => {
  const remembered = { root: { path: '', real: '' }, folder: { path: '', real: '' } }
  return ({ root, path, escaped }) => {
    const last = path === '' ? remembered.root : remembered.folder
    const key = path === '' ? root : `${root}\0${escaped}\0${path}`
    if (last.path !== key) {
      last.real = realpathSync.native(pathOf({ root, path, escaped }))
      last.path = key
    }
    return last.real
  }
}

const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)

const refused = ({ path }: DiskPath, why: string): ScanError =>
  new ScanError('FILE_REFUSED', `${path} ${why}.`, { path })

/** Names that are not all UTF-8, as bytes. */
const listBytes = (path: string | Buffer): FolderEntry[] =>
  readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).map((entry) => {
    const text = entry.name.toString('utf8')
    const escaped = !Buffer.from(text, 'utf8').equals(entry.name)
    return { name: escaped ? escapeName(entry.name) : text, escaped, kind: kindOf(entry) }
  })

interface Kinds {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

const kindOf = (entry: Kinds): EntryKind =>
  entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other'

const fileStat = (stats: Stats): FileStat => ({
  kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
  size: stats.size,
  mtimeUs: microseconds(stats.mtimeMs),
  ctimeUs: microseconds(stats.ctimeMs),
  device: stats.dev,
  inode: stats.ino,
})

/** A time that the disk tells, exact enough to see each change and always the same for the same time; dates beyond the year 2255 are that year. */
const microseconds = (milliseconds: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(milliseconds * 1000)))

/** A place as `node:fs` opens it: bytes where the name is not UTF-8. */
export const pathOf = ({ root, path, escaped }: DiskPath): string | Buffer => {
  if (path === '') return root
  const base = root.endsWith('/') ? root : `${root}/`
  return escaped ? Buffer.concat([Buffer.from(base), unescapeName(path)]) : base + path
}
