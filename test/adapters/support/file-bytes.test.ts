import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { FileBytes } from '../../../src/adapters/support/file-bytes.ts'
import { noise } from '../tags/building/bytes.ts'

const folder = mkdtempSync(join(tmpdir(), 'file-bytes-'))
afterAll(() => rmSync(folder, { recursive: true }))

function open(content: Uint8Array, told = content.byteLength) {
  const path = join(folder, 'file')
  writeFileSync(path, content)
  const fd = openSync(path, 'r')
  return { bytes: new FileBytes().open(fd, told), fd }
}

describe('file bytes', () => {
  it('show what the file holds, for any size and any order of views', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120_000 }),
        fc.array(fc.tuple(fc.integer({ min: -5, max: 130_000 }), fc.oneof(fc.nat(100), fc.nat(100_000))), {
          maxLength: 12,
        }),
        (size, views) => {
          const content = noise(size, size)
          const { bytes, fd } = open(content)
          for (const [position, length] of views) {
            const expected = position < 0 ? content.slice(0, 0) : content.slice(position, position + length)
            expect(Buffer.compare(bytes.view(position, length), expected)).toBe(0)
          }
          closeSync(fd)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('read head and tail once', () => {
    const { bytes, fd } = open(noise(100_000))
    for (const position of [0, 10, 8000, 99_872, 95_000]) bytes.view(position, 100)
    expect(bytes.reads).toBe(2)
    closeSync(fd)
  })

  it('read ahead behind small looks, and only there', () => {
    const { bytes, fd } = open(noise(200_000))
    bytes.view(50_000, 10)
    bytes.view(50_010, 8000)
    expect(bytes.reads).toBe(1)
    bytes.view(90_000, 4096)
    bytes.view(94_096, 4096)
    expect(bytes.reads).toBe(3)
    closeSync(fd)
  })

  it('show nothing of the last file, and less when a file became shorter', () => {
    const first = open(noise(1000, 1))
    first.bytes.view(0, 1000)
    const content = noise(500, 2)
    writeFileSync(join(folder, 'other'), content)
    const fd = openSync(join(folder, 'other'), 'r')
    const bytes = first.bytes.open(fd, 900)
    expect(Buffer.compare(bytes.view(0, 900), content)).toBe(0)
    closeSync(fd)
    closeSync(first.fd)
  })

  it('never hold more than one view may', () => {
    const { bytes, fd } = open(noise(10), 1e12)
    expect(bytes.view(20_000, 1e12).byteLength).toBe(0)
    closeSync(fd)
  })
})
