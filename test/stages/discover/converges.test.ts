import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FakeFileSource } from '../../../src/testing/fake-file-source/fake-file-source.ts'
import { lab, nothing, root } from './support/diff-of.ts'

const name = fc.constantFrom('a', 'b', 'ab', 'a b', 'é', 'e\u0301', '\u{1f3b5}', '\uffee')
const folderPath = fc.array(name, { maxLength: 3 }).map((names) => names.map((part) => `${part}/`).join(''))
const filePath = fc.tuple(folderPath, name).map(([folder, file]) => `${folder}${file}.mp3`)

const edit = fc.oneof(
  fc.record({ do: fc.constant('write' as const), path: filePath }),
  fc.record({ do: fc.constant('remove' as const), path: fc.oneof(filePath, folderPath) }),
  fc.record({ do: fc.constant('move' as const), path: fc.oneof(filePath, folderPath), to: folderPath, name }),
  fc.record({ do: fc.constant('touch' as const), path: filePath, by: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ do: fc.constant('lyrics' as const), path: filePath }),
)
const fault = fc.option(fc.record({ path: folderPath, call: fc.constantFrom('list' as const, 'stat' as const) }), {
  nil: undefined,
})
const round = fc.record({
  edits: fc.array(edit, { maxLength: 8 }),
  fault,
  mode: fc.constantFrom('incremental' as const, 'quick' as const),
})

type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never

/** Does an edit, if the tree allows it. */
const perform = (disk: FakeFileSource, one: Edit): void => {
  const at = `${root}/${one.path}`.replace(/\/$/, '')
  try {
    if (one.do === 'write') disk.write(at, String(disk.now()))
    else if (one.do === 'lyrics') disk.write(at.replace(/mp3$/, 'lrc'), String(disk.now()))
    else if (one.do === 'touch') disk.touch(at, disk.now() * 1000 + one.by)
    else if (at === root) return
    else if (one.do === 'remove') disk.remove(at)
    else if (!`${root}/${one.to}`.startsWith(`${at}/`))
      disk.move(at, `${root}/${one.to}${one.name}${at.endsWith('.mp3') ? '.mp3' : ''}`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

/** Music files as the disk spells them, walked as simply as can be. */
const spelled = (disk: FakeFileSource, path = ''): string[] => {
  const entries = disk.list({ root, path, escaped: false })
  if (entries instanceof Promise) throw new TypeError('the disk answers at once')
  return entries
    .flatMap(({ name: child, kind }) => {
      const below = path === '' ? child : `${path}/${child}`
      return kind === 'folder' ? spelled(disk, below) : kind === 'file' && child.endsWith('.mp3') ? [below] : []
    })
    .sort()
}

describe('whatever happens to a tree', () => {
  it('a scan makes library and disk agree, the next one finds nothing, and faults lose nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(round, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (rounds, pageRows) => {
          const { disk, library, scan } = lab()
          library.pageRows = pageRows
          disk.write(`${root}/keep.mp3`)
          const spellings = new Map<string, string>()
          for (const { edits, fault: harm, mode } of rounds) {
            for (const one of edits) perform(disk, one)
            disk.advance(10_000)
            const before = library.tracks
            if (harm !== undefined && harm.path !== '') {
              const path = harm.path.slice(0, -1)
              const isThere = (await disk.stat({ root, path, escaped: false })) !== undefined
              disk.fail(`${root}/${path}`, harm.call, 'EIO')
              const { losses, full } = await scan({ mode })
              for (const change of full.changes) spellings.set(change.path, change.diskPath ?? change.path)
              // A name that is not NFC may not be the one whose key is its NFC form.
              if (isThere && harm.path === harm.path.normalize('NFC'))
                expect(losses.filter((loss) => loss.startsWith(harm.path))).toEqual([])
              disk.heal()
            }
            expect(before.filter((path) => !library.rows.has(path))).toEqual([])
            // Quick scans do not see edits in place; an incremental one then finds what they left.
            for (const { path, diskPath } of (await scan({ mode })).full.changes) spellings.set(path, diskPath ?? path)
            for (const { path, diskPath } of (await scan()).full.changes) spellings.set(path, diskPath ?? path)
            disk.advance(10_000)
            expect(library.tracks.map((path) => decodeURIComponent(spellings.get(path) ?? path)).sort()).toEqual(
              spelled(disk),
            )
            await scan()
            expect(await scan()).toMatchObject(nothing)
            expect(await scan({ mode: 'quick' })).toMatchObject(nothing)
            expect(library.errors.size).toBe(0)
          }
        },
      ),
      { numRuns: process.env.CI === undefined ? 150 : 300 },
    )
  })
})
