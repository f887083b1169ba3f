import { type ChildProcess, spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createScanner } from '../../src/index.ts'
import { sqliteStorage } from '../../src/sqlite.ts'
import { generateLibrary } from '../../src/testing.ts'
import { temporaryFolder } from './support/library-of.ts'

const kills = process.env.CI === undefined ? 50 : 10
const files = 1200
const unitsInFlight = 20

/** Deterministic, so that a failure can be repeated: mulberry32. */
const randomOf = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

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

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

/** Moves, swaps, retags (another library's file under the same name keeps neither), and deletes. */
const change = (music: string, random: () => number): void => {
  const all = filesOf(music)
  const pick = (): string => all.splice(Math.floor(random() * all.length), 1)[0] ?? ''
  mkdirSync(join(music, 'moved here'), { recursive: true })
  for (let index = 0; index < 60; index++) {
    const from = pick()
    renameSync(from, join(music, 'moved here', `${index} ${from.slice(from.lastIndexOf('/') + 1)}`))
  }
  for (let index = 0; index < 20; index++) {
    const a = pick()
    const b = all.find((path) => path.slice(path.lastIndexOf('.')) === a.slice(a.lastIndexOf('.')))
    if (b === undefined) continue
    all.splice(all.indexOf(b), 1)
    renameSync(a, `${a}.aside`)
    renameSync(b, a)
    renameSync(`${a}.aside`, b)
  }
  for (let index = 0; index < 40; index++) rmSync(pick())
  for (let index = 0; index < 60; index++) {
    const path = all.findLast((one) => one.endsWith('.mp3'))
    if (path === undefined) break
    all.splice(all.indexOf(path), 1)
    // An ID3v1 tag of another title at the end: a retag that keeps the audio.
    const tag = Buffer.alloc(128)
    tag.write(`TAGRetagged ${index}`, 0, 'latin1')
    const bytes = readFileSync(path)
    const old = bytes.subarray(-128, -125).toString('latin1') === 'TAG' ? bytes.subarray(0, -128) : bytes
    writeFileSync(path, Buffer.concat([old, tag]))
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
        change(music, random)
      }
      copyDatabase(base, whole)
      const from = performance.now()
      await finish(music, whole)
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
      // Most kills must hit a scan that is under way, or this proves nothing.
      expect(cutShort).toBeGreaterThan(kills / 2)
    },
    3_600_000,
  )
})
