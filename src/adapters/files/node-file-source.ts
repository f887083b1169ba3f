import { closeSync, constants, fstatSync, openSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { escapeName, unescapeName } from '../../core/identity/name-key.ts'
import { ScanError } from '../../core/errors.ts'
import type { DiskPath, EntryKind, FileSource, FileStat, FolderEntry } from '../../core/ports/file-source.ts'
import { FileBytes } from '../support/file-bytes.ts'

/** Files of this machine through `node:fs`, synchronously: it runs in worker threads, where waiting costs nothing and promises do. */
export const nodeFileSource = (): FileSource => {
  // Buffers outlive the file they were made for: a scan opens one file after the other.
  const idle: FileBytes[] = []
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
      // Without O_NONBLOCK a pipe would be waited for before it can be refused.
      const fd = openSync(pathOf(path), constants.O_RDONLY | constants.O_NONBLOCK)
      try {
        const stats = fstatSync(fd)
        if (!stats.isFile()) throw new ScanError('FILE_REFUSED', `${path.path} is not a regular file.`, { path: path.path })
        const { size, mtimeUs, ctimeUs } = fileStat(stats)
        const bytes = (idle.pop() ?? new FileBytes()).open(fd, size)
        const close = (): void => {
          idle.push(bytes)
          closeSync(fd)
        }
        return { bytes, stamp: { size, mtimeUs, ctimeUs }, close }
      } catch (error) {
        closeSync(fd)
        throw error
      }
    },
    realPath: (path) => realpathSync.native(pathOf(path)),
  }
}

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
  mtimeUs: Math.round(stats.mtimeMs * 1000),
  ctimeUs: Math.round(stats.ctimeMs * 1000),
  device: stats.dev,
  inode: stats.ino,
})

const pathOf = ({ root, path, escaped }: DiskPath): string | Buffer => {
  if (path === '') return root
  const base = root.endsWith('/') ? root : `${root}/`
  return escaped ? Buffer.concat([Buffer.from(base), unescapeName(path)]) : base + path
}
