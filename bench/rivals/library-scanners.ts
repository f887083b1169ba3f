import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand, runScan } from '../processes/run-scan.ts'
import { minidlnaScan } from './minidlna.ts'
import { mpdUpdate } from './mpd.ts'

/** A first scan of the corpus. */
export interface ScanTime {
  readonly seconds: number
  /** Files that the library holds then. */
  readonly files: number
}

/** A contestant of the scan section. Answers `undefined` when it is not installed here. */
export interface LibraryScanner {
  readonly name: string
  scan(corpus: string, scratch: string): Promise<ScanTime | undefined>
}

const inFreshFolder = async <T>(scratch: string, work: (db: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(scratch, 'bench-scan-'))
  try {
    return await work(join(folder, 'library.db'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const api: LibraryScanner = {
  name: 'ours, API: open to report',
  scan: (root, scratch) =>
    inFreshFolder(scratch, async (db) => {
      const { wallMs, counts } = await runScan({ root, db })
      return { seconds: wallMs / 1000, files: counts.added }
    }),
}

export const command: LibraryScanner = {
  name: 'ours, command: whole process',
  scan: (root, scratch) =>
    inFreshFolder(scratch, async (db) => {
      const { seconds, stdout } = await runCommand({ root, db })
      return { seconds, files: Number(JSON.parse(stdout).counts.added) }
    }),
}

export const mpd: LibraryScanner = { name: 'mpc update --wait', scan: mpdUpdate }

const minidlna: LibraryScanner = { name: 'minidlna', scan: minidlnaScan }

export const libraryScanners: readonly LibraryScanner[] = [api, command, mpd, minidlna]
