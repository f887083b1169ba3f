import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describeLibrary, type LibraryOptions } from './describe-library.ts'
import type { GeneratedTrack, LibraryFormat } from './generated-track.ts'
import { renderTrack } from './render-track.ts'

/** What to write, and where. */
export interface GenerateLibraryOptions extends LibraryOptions {
  /** Made when it does not exist. Files in it that are not the library's stay. */
  readonly directory: string
  /** Stops the writing between two files. */
  readonly signal?: AbortSignal
}

/** What was written. */
export interface GeneratedLibrary {
  readonly directory: string
  readonly files: number
  readonly bytes: number
  readonly duplicates: number
  readonly formats: Readonly<Record<LibraryFormat, number>>
  /** Every file with what a reader must find in it, described anew at each call: it costs no memory. */
  tracks(): Iterable<GeneratedTrack>
}

const FILES_PER_TURN = 32
const REMEMBERED_FOLDERS = 64

/**
 * Writes a library of valid, tagged mp3, FLAC, M4A, Ogg Vorbis and Opus files: each with audio of its own, in folders
 * as people keep them. For tests and benchmarks of scanners; no external program takes part.
 *
 * @throws RangeError when an option is out of its range; the reason of `signal` when it aborts; what `node:fs` throws.
 * @example
 * ```ts
 * import { generateLibrary } from '@soniquebay/scan/testing'
 *
 * const library = await generateLibrary({ directory: '/tmp/music', files: 1000, seed: 7, duplicates: 10 })
 * for (const { path, title, duplicateOf } of library.tracks()) console.log(path, title, duplicateOf)
 * ```
 */
export const generateLibrary = async (options: GenerateLibraryOptions): Promise<GeneratedLibrary> => {
  const { directory, signal } = options
  const formats = { mp3: 0, flac: 0, m4a: 0, ogg: 0, opus: 0 }
  const folders = new Set<string>()
  let [files, bytes, duplicates] = [0, 0, 0]
  mkdirSync(directory, { recursive: true })
  for (const track of describeLibrary(options)) {
    const path = join(directory, track.path)
    const folder = dirname(path)
    if (!folders.has(folder)) {
      if (folders.size === REMEMBERED_FOLDERS) folders.clear()
      mkdirSync(folder, { recursive: true })
      folders.add(folder)
    }
    const data = renderTrack(track)
    writeFileSync(path, data)
    formats[track.format]++
    bytes += data.length
    if (track.duplicateOf !== undefined) duplicates++
    // Synchronous writing is several times faster; the host's event loop still gets its turns.
    if (++files % FILES_PER_TURN === 0) {
      await setImmediate()
      signal?.throwIfAborted()
    }
  }
  return { directory, files, bytes, duplicates, formats, tracks: () => describeLibrary(options) }
}
