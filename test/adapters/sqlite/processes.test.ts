import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { sqliteStorage } from '../../../src/sqlite.ts'
import { freshDatabase } from './library-folder.ts'

const scripts = {
  open: new URL('./processes/open.ts', import.meta.url),
  'leave-open': new URL('./processes/leave-open.ts', import.meta.url),
  'hold-scan': new URL('./processes/hold-scan.ts', import.meta.url),
  'write-commits': new URL('./processes/write-commits.ts', import.meta.url),
}

const child = (script: keyof typeof scripts, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [scripts[script].pathname, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A warning for people who strip types is none of ours.
    env: { ...process.env, NODE_OPTIONS: '' },
  })

const lineOf = async (process: ChildProcess): Promise<string> => {
  const [chunk] = await once(process.stdout ?? process, 'data')
  return String(chunk).trim()
}

describe('several processes on one database', () => {
  it('may all open it at once when it is not there yet', { timeout: 60_000 }, async () => {
    const path = await freshDatabase()
    const children = Array.from({ length: 6 }, () => child('open', path))
    const ended = await Promise.all(children.map((process) => once(process, 'exit')))
    expect(ended.map(([code]) => code)).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('hold the scan lock one at a time, and a killed one lets go of it', { timeout: 60_000 }, async () => {
    const path = await freshDatabase()
    const holder = child('hold-scan', path)
    expect(await lineOf(holder)).toBe('scanning')
    const storage = sqliteStorage({ path })
    await storage.open()
    const request = { rootIds: ['music'], mode: 'quick', now: 2, discover: [] } as const
    await expect(storage.ledger.beginScan(request)).rejects.toMatchObject({ code: 'SCAN_RUNNING' })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const begun = await storage.ledger.beginScan(request)
    expect(begun.continues).toMatchObject({ state: 'interrupted', endedAt: 2 })
    expect(begun.scan).toMatchObject({ mode: 'incremental', generation: begun.continues?.id })
    await storage.close()
  })

  it('leave whole commits behind when they are killed in the middle of one', { timeout: 120_000 }, async () => {
    const path = await freshDatabase()
    for (let round = 0; round < 4; round++) {
      const writer = child('write-commits', path, String(round))
      await lineOf(writer)
      await new Promise((resolve) => setTimeout(resolve, 15 * round))
      writer.kill('SIGKILL')
      await once(writer, 'exit')
    }
    const storage = sqliteStorage({ path })
    await storage.open()
    const { tracks, tasks } = await storage.reader.stats()
    expect(tracks).toBeGreaterThan(0)
    // Each commit brings 20 tracks, one task each, a folder and a count.
    expect(tracks % 20).toBe(0)
    expect(tasks).toBe(tracks)
    await storage.close()
    const database = new DatabaseSync(path)
    const one = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0]
    expect(one('PRAGMA integrity_check')).toBe('ok')
    expect(one('SELECT count(*) FROM tracks')).toBe(tracks)
    expect(one('SELECT count(*) FROM track_search')).toBe(tracks)
    expect(one('SELECT count(*) FROM folders WHERE config_hash IS NOT NULL')).toBe(tracks / 20)
    expect(one("SELECT sum(counts ->> '$.added') FROM scans")).toBe(tracks)
    database.close()
  })
})

describe('the thread of a database file', () => {
  it('keeps no process alive that has nothing under way, and prints nothing', { timeout: 60_000 }, async () => {
    const path = await freshDatabase()
    const process = child('leave-open', path)
    let printed = ''
    process.stderr?.on('data', (chunk) => {
      printed += String(chunk)
    })
    const [code] = await once(process, 'exit')
    expect({ code, printed }).toEqual({ code: 0, printed: '' })
  })
})
