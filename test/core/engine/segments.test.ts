import { expect, it } from 'vitest'
import { memoryStorage } from '../../../src/index.ts'
import { generateLibrary } from '../../../src/testing.ts'
import { scannerOf, temporaryFolder } from '../../scenarios/support/library-of.ts'

/** How many files the units of a first scan hold, in the order in which they are stored. */
const unitsOf = async (files: number, unitSize: number): Promise<number[]> => {
  const folder = temporaryFolder()
  const music = `${folder}/music`
  await generateLibrary({ directory: music, files, seed: 4, tiny: true })
  const storage = memoryStorage()
  const sizes: number[] = []
  const scanner = await scannerOf(folder, {
    roots: [music],
    unitSize,
    storage: {
      ...storage,
      writer: {
        ...storage.writer,
        commit: (work) => {
          for (const { segment, payload } of work.units ?? [])
            if (segment === 'extract') sizes.push(JSON.parse(payload).length)
          return storage.writer.commit(work)
        },
      },
    },
  })
  expect((await scanner.scan().result).counts.added).toBe(files)
  return sizes
}

it('begins with small units, so that storing begins soon', async () => {
  expect(await unitsOf(700, 300)).toEqual([64, 128, 256, 252])
})

it('makes no unit larger than told', async () => {
  expect(await unitsOf(100, 40)).toEqual([40, 40, 20])
})
