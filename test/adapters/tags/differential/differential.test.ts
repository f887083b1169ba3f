import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { FileBytes } from '../../../../src/adapters/support/file-bytes.ts'
import { type ReaderChoice, readersOf, readFile } from '../../../../src/adapters/tags/read-file.ts'
import type { FileReading } from '../../../../src/core/model/file-reading.ts'
import { compareReadings, type Difference } from './compare-readings.ts'
import { type Exception, exceptions } from './exceptions.ts'

const folder = new URL('../../../fixtures/', import.meta.url)
const fixtures = readdirSync(folder).filter((name) => !/\.(md|json|py)$/.test(name))
const needed = new Set<Exception>()

async function read(name: string, choice: ReaderChoice): Promise<FileReading | undefined> {
  const fd = openSync(new URL(name, folder), 'r')
  try {
    return await readFile({ name, bytes: new FileBytes().open(fd, fstatSync(fd).size) }, readersOf[choice])
  } catch {
    return undefined
  } finally {
    closeSync(fd)
  }
}

function differences(ours: FileReading | undefined, theirs: FileReading | undefined): Difference[] {
  if (ours !== undefined && theirs !== undefined) return compareReadings(ours, theirs)
  return ours === theirs ? [] : [{ field: 'reading', ours, theirs }]
}

function excuse(name: string, difference: Difference): Exception | undefined {
  return exceptions.find(
    ({ files, fields, when }) => files.test(name) && fields.test(difference.field) && (when?.(difference) ?? true),
  )
}

describe('our readers and music-metadata', () => {
  it('have fixtures to agree on', () => {
    expect(fixtures.length).toBeGreaterThan(80)
  })

  it.each(fixtures)('agree on every field of %s, but for listed exceptions', async (name) => {
    const ours = await read(name, 'auto')
    const theirs = await read(name, 'music-metadata')
    const unexcused: Difference[] = []
    for (const difference of differences(ours, theirs)) {
      const exception = excuse(name, difference)
      if (exception === undefined) unexcused.push(difference)
      else needed.add(exception)
    }
    expect(ours).toBeDefined()
    expect(unexcused).toEqual([])
  })

  afterAll(() => {
    const idle = exceptions.filter((exception) => !needed.has(exception)).map(({ reason }) => reason)
    expect(idle, 'exceptions that are no longer needed').toEqual([])
  })
})
