import { spawnSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nodeFileSource } from '../../../src/adapters/files/node-file-source.ts'
import type { ScanMode } from '../../../src/core/model/scan.ts'
import { discoverFiles } from '../../../src/stages/discover/discover-files.ts'
import { discoverSettings } from '../../../src/stages/discover/discover-settings.ts'
import { LibraryModel } from './support/library-model.ts'

const diskLab = () => {
  const root = mkdtempSync(join(tmpdir(), 'discover-test-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const library = new LibraryModel()
  return {
    root,
    library,
    write: (...paths: readonly string[]) => {
      for (const path of paths) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), path)
      }
    },
    scan: async ({ mode = 'incremental' as ScanMode, followLinks = false } = {}) => {
      const found = { changes: [] as string[], losses: [] as string[], errors: [] as string[], seen: 0 }
      const diff = discoverFiles(
        { rootId: 'r', under: '', names: null, scan: { id: 1, generation: 1, mode, rereadSince: 0 } },
        {
          source: nodeFileSource(),
          known: library.known,
          settings: discoverSettings({ followLinks }),
          signal: new AbortController().signal,
          // Folders count as settled at once.
          now: () => Date.now() + 5000,
          locations: { r: root },
        },
      )
      for await (const chunk of diff) {
        library.apply(chunk)
        found.changes.push(...chunk.changes.map(({ kind, path }) => `${kind} ${path}`))
        found.losses.push(...chunk.losses.map(({ path, reason }) => `${path} (${reason})`))
        found.errors.push(...chunk.errors.map(({ path }) => path))
        found.seen += chunk.seen
      }
      return found
    },
  }
}

/** Whether this process may mount a disk of its own. */
const mayMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'mount-test-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'none', folder]).status === 0
  if (mounted) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true, force: true })
  if (!mounted) console.info('Skipped: tests with a mounted disk, because mounting is not permitted here.')
  return mounted
})()

const isRoot = process.getuid?.() === 0
if (isRoot) console.info('Skipped: tests with a forbidden folder, because nothing is forbidden to root.')

describe('the diff on a disk of this machine', () => {
  it('finds what came, changed, moved and went', async () => {
    const { root, write, scan } = diskLab()
    write('a/1.mp3', 'a/e\u0301.mp3', 'b/c/2.flac', 'notes.txt')
    expect((await scan()).changes).toEqual(['added a/1.mp3', 'added a/\u00e9.mp3', 'added b/c/2.flac'])
    expect(await scan()).toEqual({ changes: [], losses: [], errors: [], seen: 3 })
    expect(await scan({ mode: 'quick' })).toEqual({ changes: [], losses: [], errors: [], seen: 0 })
    renameSync(join(root, 'b/c/2.flac'), join(root, 'b/3.flac'))
    rmSync(join(root, 'a/1.mp3'))
    const found = await scan({ mode: 'quick' })
    expect(found.changes).toEqual(['added b/3.flac'])
    expect(found.losses).toEqual(['a/1.mp3 (gone)', 'b/c/2.flac (gone)'])
    writeFileSync(join(root, 'b/3.flac'), 'other bytes')
    expect((await scan()).changes).toEqual(['changed b/3.flac'])
  })

  it('takes hard links for files, and follows links inside the root only', async () => {
    const { root, write, scan } = diskLab()
    const { root: elsewhere } = diskLab()
    writeFileSync(join(elsewhere, 'x.mp3'), 'x')
    write('a/1.mp3')
    linkSync(join(root, 'a/1.mp3'), join(root, 'hard.mp3'))
    symlinkSync('a', join(root, 'soft'))
    symlinkSync('..', join(root, 'a/up'))
    symlinkSync(elsewhere, join(root, 'out'))
    expect((await scan()).changes).toEqual(['added hard.mp3', 'added a/1.mp3'])
    // Making the hard link changed the inode of both names before the first scan.
    expect((await scan({ followLinks: true })).changes).toEqual(['added soft/1.mp3'])
  })

  it.skipIf(!mayMount)('keeps what was on a disk that is not mounted any more', async () => {
    const { root, write, scan, library } = diskLab()
    const usb = join(root, 'usb')
    mkdirSync(usb)
    const mount = (): unknown => spawnSync('mount', ['-t', 'tmpfs', 'none', usb])
    onTestFinished(() => void spawnSync('umount', [usb]))
    mount()
    write('1.mp3', 'usb/2.mp3', 'usb/x/3.mp3')
    await scan()
    spawnSync('umount', [usb])
    for (const mode of ['incremental', 'quick', 'full'] as const)
      expect(await scan({ mode })).toMatchObject({ changes: [], losses: [], errors: ['usb/'] })
    expect(library.tracks).toEqual(['1.mp3', 'usb/2.mp3', 'usb/x/3.mp3'])
    mount()
    // The disk is back, and is empty: now the files are gone.
    expect(await scan()).toMatchObject({ losses: ['usb/2.mp3 (gone)', 'usb/x/3.mp3 (gone)'], errors: [] })
    expect(library.errors.size).toBe(0)
  })

  it.skipIf(isRoot)('keeps what is in a folder that is forbidden', async () => {
    const { root, write, scan } = diskLab()
    write('a/1.mp3', 'b/2.mp3')
    await scan()
    for (const rights of [0o000, 0o444]) {
      chmodSync(join(root, 'a'), rights)
      expect(await scan().finally(() => chmodSync(join(root, 'a'), 0o755))).toMatchObject({
        losses: [],
        errors: ['a/'],
      })
    }
    expect(await scan()).toMatchObject({ changes: [], losses: [], errors: [] })
  })
})
