import { diskPathOf } from '../../core/identity/disk-path.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { Lyrics } from '../../core/model/track-tags.ts'
import { parseLrc } from '../../core/parse-lrc.ts'
import type { OpenFile } from '../../core/ports/file-source.ts'
import type { ExtractParts } from './extract-file.ts'

const maxBytes = 1_000_000

/** The lyrics in the `.lrc` beside a file; `undefined` when it cannot be read: lyrics never make a track fail. */
export const readSidecarLyrics = (
  change: FileChange,
  name: string,
  { source, locations }: ExtractParts,
): Lyrics | undefined | Promise<Lyrics | undefined> => {
  try {
    const file = source.open(diskPathOf({ ...change, ...besides(change, name) }, locations))
    if (file instanceof Promise) return file.then(lyricsOf).catch(() => undefined)
    return lyricsOf(file)
  } catch {
    return undefined
  }
}

const besides = ({ path, diskPath }: FileChange, name: string): Pick<FileChange, 'path' | 'diskPath'> => ({
  path: path.slice(0, path.lastIndexOf('/') + 1) + name,
  diskPath: diskPath === null ? null : diskPath.slice(0, diskPath.lastIndexOf('/') + 1) + encodeURIComponent(name),
})

const lyricsOf = (file: OpenFile): Lyrics | undefined => {
  try {
    const content = decode(file.bytes.view(0, Math.min(file.bytes.size, maxBytes))).replace(/^\uFEFF/, '')
    const timed = parseLrc(content)
    if (timed !== undefined) return { source: 'sidecar', ...timed }
    const text = content.trim()
    return text === '' ? undefined : { source: 'sidecar', text }
  } finally {
    void file.close()
  }
}

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
