import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createScanner, type Scanner, type ScannerConfig, type Track } from '../../../src/index.ts'
import { sqliteStorage } from '../../../src/sqlite.ts'

/** A folder that goes with the test. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'scan-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A scanner that is closed with the test; in SQLite unless told otherwise. */
export const scannerOf = async (folder: string, config: ScannerConfig): Promise<Scanner> => {
  const scanner = await createScanner({ storage: sqliteStorage({ path: join(folder, 'library.db') }), ...config })
  onTestFinished(() => scanner.close())
  return scanner
}

/** All tracks, missing ones included. */
export const allTracks = async (scanner: Scanner): Promise<readonly Track[]> => {
  const tracks: Track[] = []
  let cursor: string | undefined
  do {
    const page = await scanner.library.tracks({
      missing: 'any',
      limit: 500,
      ...(cursor === undefined ? {} : { cursor }),
    })
    tracks.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return tracks
}

/** The id of the track that is at a path now. */
export const idAt = async (scanner: Scanner, path: string, rootId?: string): Promise<string> => {
  const found = (await allTracks(scanner)).filter(
    (track) => track.path === path && track.missingSince === null && (rootId === undefined || track.rootId === rootId),
  )
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} tracks are at ${path}`)
  return found[0].id
}

/** The library as text, to compare two of them. */
export const exported = async (scanner: Scanner, byPath = false): Promise<string> => {
  const lines: string[] = []
  for await (const line of scanner.library.export({ byPath })) lines.push(line)
  return lines.join('\n')
}
