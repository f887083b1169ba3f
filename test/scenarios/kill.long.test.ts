import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createScanner } from '../../src/index.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { generateLibrary } from '../../src/testing.ts'
import { changeMusic, randomOf } from './support/change-music.ts'
import { temporaryFolder } from './support/library-of.ts'

const kills = process.env.CI === undefined ? 50 : 10
const files = 1200
const unitsInFlight = 20

const start = (music: string, db: string): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'support/scan-child.ts'), music, db], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** Resolves when the child says that it scans. */
const scanning = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`the scan ended with ${code} before it began`)))
  })

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve()),
  )

const exportOf = async (db: string): Promise<string> => {
  const scanner = await createScanner({ storage: sqliteStorage({ path: db }) })
  const lines: string[] = []
  for await (const line of scanner.library.export()) lines.push(line)
  await scanner.close()
  return lines.join('\n')
}

const finish = async (music: string, db: string): Promise<void> => {
  const child = start(music, db)
  child.stdout?.resume()
  await ended(child)
  expect(child.exitCode).toBe(0)
}

const copyDatabase = (from: string, to: string): void => {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(to + suffix, { force: true })
    if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
  }
}

const committedReads = (db: string): number => {
  const database = new DatabaseSync(db, { readOnly: true })
  const rows = database.prepare('SELECT counts FROM scans').all()
  database.close()
  return rows.reduce((sum, { counts }) => sum + (JSON.parse(String(counts)) as { read: number }).read, 0)
}

describe('a scan that is killed', () => {
  it.each(['first scan', 'rescan'] as const)(
    `%s: after kill -9 at ${kills} random moments the next scan ends as if nothing had happened`,
    async (which) => {
      const folder = temporaryFolder()
      const music = join(folder, 'music')
      const [base, whole, killed] = [join(folder, 'base.db'), join(folder, 'whole.db'), join(folder, 'killed.db')]
      const random = randomOf(which === 'rescan' ? 7 : 11)
      await generateLibrary({ directory: music, files, seed: 5, duplicates: 30, coverBytes: 500 })
      if (which === 'rescan') {
        await finish(music, base)
        changeMusic(music, random)
      }
      copyDatabase(base, whole)
      const undisturbed = start(music, whole)
      await scanning(undisturbed)
      const from = performance.now()
      await ended(undisturbed)
      expect(undisturbed.exitCode).toBe(0)
      const undisturbedMs = performance.now() - from
      const expected = await exportOf(whole)
      const expectedReads = committedReads(whole)
      let cutShort = 0
      for (let kill = 0; kill < kills; kill++) {
        copyDatabase(base, killed)
        const child = start(music, killed)
        await scanning(child)
        await new Promise((resolve) => setTimeout(resolve, random() * undisturbedMs * 0.8))
        if (child.exitCode === null) cutShort++
        child.kill('SIGKILL')
        await ended(child)
        const before = existsSync(killed) && statSync(killed).size > 0 ? committedReads(killed) : 0
        await finish(music, killed)
        expect(await exportOf(killed), `kill ${kill}`).toBe(expected)
        expect(before).toBeLessThanOrEqual(expectedReads)
        expect(committedReads(killed) - expectedReads, `files read again after kill ${kill}`).toBeLessThanOrEqual(
          unitsInFlight * 16,
        )
      }
      // Enough kills must hit a scan that is under way, or this proves nothing.
      expect(cutShort).toBeGreaterThan(kills / 4)
    },
    3_600_000,
  )
})
