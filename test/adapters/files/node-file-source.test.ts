import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nodeFileSource } from '../../../src/adapters/files/node-file-source.ts'
import { fileSourceContract } from '../../../src/testing/file-source-contract.ts'

const joined = (location: string, path: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${location}/`), Buffer.from(path as string)])

fileSourceContract({
  describe,
  it,
  create: () => {
    const base = mkdtempSync(join(tmpdir(), 'files-test-'))
    const [root, outside] = [join(base, 'root'), join(base, 'outside')]
    mkdirSync(root)
    mkdirSync(outside)
    return {
      source: nodeFileSource(),
      root,
      outside,
      write: (location, path, content) => {
        const file = joined(location, path)
        mkdirSync(file.subarray(0, file.lastIndexOf('/')), { recursive: true })
        writeFileSync(file, content)
      },
      folder: (location, path) => void mkdirSync(join(location, path), { recursive: true }),
      link: (location, path, target) => symlinkSync(target, join(location, path)),
      pipe: (location, path) => void execFileSync('mkfifo', [join(location, path)]),
      dispose: () => rmSync(base, { recursive: true }),
    }
  },
})

describe('node file source', () => {
  const folder = (): string => {
    const base = mkdtempSync(join(tmpdir(), 'files-test-'))
    onTestFinished(() => rmSync(base, { recursive: true }))
    return base
  }

  it('tells times in microseconds that differ when the disk says so', async () => {
    const root = folder()
    const path = { root, path: 'a.mp3', escaped: false }
    writeFileSync(join(root, 'a.mp3'), 'a')
    for (const seconds of [1.000001, 1_700_000_000.123456, 1_700_000_000.123457, -5.5]) {
      utimesSync(join(root, 'a.mp3'), seconds, seconds)
      const { mtimeNs } = statSync(join(root, 'a.mp3'), { bigint: true })
      const stat = await nodeFileSource().stat(path)
      expect(Math.abs((stat?.mtimeUs ?? 0) - Number(mtimeNs) / 1000)).toBeLessThanOrEqual(1)
      expect(await nodeFileSource().stat(path)).toEqual(stat)
    }
  })

  it('keeps dates that no clock tells in the range of whole numbers', async () => {
    const root = folder()
    writeFileSync(join(root, 'a.mp3'), 'a')
    utimesSync(join(root, 'a.mp3'), 9e9 * 1000, 9e9 * 1000)
    const stat = await nodeFileSource().stat({ root, path: 'a.mp3', escaped: false })
    expect(Number.isSafeInteger(stat?.mtimeUs)).toBe(true)
  })
})
