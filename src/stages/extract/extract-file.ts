import { ScanError, type ScanErrorCode } from '../../core/errors.ts'
import { diskPathOf } from '../../core/identity/disk-path.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { TrackDraft } from '../../core/model/entity-batch.ts'
import type { FileReading } from '../../core/model/file-reading.ts'
import type { FileStamp } from '../../core/model/track.ts'
import type { Lyrics } from '../../core/model/track-tags.ts'
import type { FileSource, OpenFile } from '../../core/ports/file-source.ts'
import type { TagReaderInput } from '../../core/ports/tag-reader.ts'
import { readSidecarLyrics } from './read-sidecar-lyrics.ts'

/** What extract needs to read files. */
export interface ExtractParts {
  readonly source: FileSource
  /** Absolute folder of each root, on this machine. */
  readonly locations: Readonly<Record<string, string>>
  /** The chain of readers; throws `FILE_NO_AUDIO` when none knows the file. */
  readonly readFile: (input: TagReaderInput, fetch: OpenFile['fetch']) => FileReading | Promise<FileReading>
  readonly now: () => number
}

/** Reads one changed file. Never rejects: what cannot be read is said in the draft. */
export const extractFile = (change: FileChange, parts: ExtractParts): TrackDraft | Promise<TrackDraft> => {
  try {
    const file = parts.source.open(diskPathOf(change, parts.locations))
    return file instanceof Promise
      ? file.then((open) => readOpen(change, open, parts)).catch((error: unknown) => unopened(change, error, parts))
      : readOpen(change, file, parts)
  } catch (error) {
    return unopened(change, error, parts)
  }
}

const readOpen = (change: FileChange, file: OpenFile, parts: ExtractParts): TrackDraft | Promise<TrackDraft> => {
  const current = { ...change, ...file.stamp }
  const lyrics = change.lyricsFile === null ? undefined : readSidecarLyrics(change, change.lyricsFile, parts)
  let pending = false
  try {
    const reading = parts.readFile(
      { name: change.path.slice(change.path.lastIndexOf('/') + 1), bytes: file.bytes },
      file.fetch?.bind(file),
    )
    if (!(reading instanceof Promise) && !(lyrics instanceof Promise)) return drafted(current, reading, lyrics)
    pending = true
    return Promise.all([reading, lyrics])
      .then(([read, text]) => drafted(current, read, text))
      .catch((error: unknown) => unread(current, error, parts))
      .finally(() => file.close())
  } catch (error) {
    return unread(current, error, parts)
  } finally {
    if (!pending) void file.close()
  }
}

const drafted = (change: FileChange, reading: FileReading, sidecarLyrics: Lyrics | undefined): TrackDraft => ({
  change,
  reading,
  sidecarLyrics,
  error: undefined,
  isTrack: true,
})

/** An open file that could not be read: still a track, named after its file, unless it holds no audio or the disk failed. */
const unread = (change: FileChange, cause: unknown, parts: ExtractParts): TrackDraft => {
  const errno = errnoOf(cause)
  if (errno !== undefined)
    return failed(
      change,
      'FILE_UNREADABLE',
      `Reading failed (${errno}). It is tried again in the next scan.`,
      true,
      parts,
    )
  const code = ScanError.is(cause) ? cause.code : 'FILE_DAMAGED'
  const message = cause instanceof Error ? cause.message : String(cause)
  return {
    ...failed(change, code, message, false, parts),
    isTrack: code !== 'FILE_NO_AUDIO' && code !== 'FILE_REFUSED',
  }
}

const unopened = (change: FileChange, cause: unknown, parts: ExtractParts): TrackDraft => {
  if (ScanError.is(cause)) return failed(change, cause.code, cause.message, cause.retryable, parts)
  const errno = errnoOf(cause) ?? 'unknown reason'
  const hint = errno === 'EACCES' || errno === 'EPERM' ? ' Give the scanning user the right to read it.' : ''
  return failed(
    change,
    'FILE_UNREADABLE',
    `The file cannot be opened (${errno}).${hint} It is tried again in the next scan.`,
    true,
    parts,
  )
}

const failed = (
  change: FileChange,
  code: ScanErrorCode,
  message: string,
  retryable: boolean,
  { now }: ExtractParts,
): TrackDraft => {
  const { rootId, path, size, mtimeUs, ctimeUs } = change
  const stamp: FileStamp = { size, mtimeUs, ctimeUs }
  return {
    change,
    reading: undefined,
    sidecarLyrics: undefined,
    error: { rootId, path, code, stage: 'extract', message, retryable, stamp, at: now() },
    isTrack: false,
  }
}

const errnoOf = (cause: unknown): string | undefined =>
  typeof cause === 'object' && cause !== null && 'errno' in cause && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined
