import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readersOf, readFile } from '../../../src/adapters/tags/read-file.ts'
import { readPending } from '../../../src/adapters/tags/read-pending.ts'
import { ScanError } from '../../../src/core/errors.ts'
import { type ByteSource, BytesPending } from '../../../src/core/ports/byte-source.ts'
import { concat, noise } from './building/bytes.ts'
import { strictBytes } from './building/strict-bytes.ts'

const folder = new URL('../../fixtures/', import.meta.url)
const fixtures = readdirSync(folder).filter((name) => !/\.(md|json|py)$/.test(name))
const fixture = (name: string) => readFileSync(new URL(name, folder))
const read = async (name: string, bytes: Uint8Array = fixture(name)) =>
  await readFile({ name, bytes: strictBytes(bytes) })

describe('reading a file', () => {
  it.each(fixtures)('finds format and audio key of %s', async (name) => {
    const reading = await read(name)
    expect(reading.format.codec).not.toBe('unknown')
    expect(reading.format.durationMs).toBeGreaterThan(0)
    expect(reading.format.sampleRate).toBeGreaterThan(0)
    expect(reading.audioKey).toMatch(/^[a-z0-9]+\.\d+:[0-9a-f]+$/)
  })

  it('gives different music different keys', async () => {
    const keys = new Map<string | undefined, string>()
    for (const name of [
      'm4a-alac-24bit.m4a',
      'm4a-rich.m4a',
      'ogg-vorbis.ogg',
      'opus-basic.opus',
      'speex.spx',
      'wma.wma',
      'dsd.dsf',
    ]) {
      const { audioKey } = await read(name)
      expect(keys.get(audioKey)).toBeUndefined()
      keys.set(audioKey, name)
    }
  })

  it('answers at once where a reader of ours does', () => {
    expect(readFile({ name: 'a', bytes: strictBytes(fixture('m4a-rich.m4a')) })).not.toBeInstanceOf(Promise)
  })

  it('does not go by the name', async () => {
    const { format } = await read('wrong.mp3', fixture('ogg-vorbis.ogg'))
    expect(format.codec).toBe('vorbis')
  })

  it('asks only the readers that were chosen', async () => {
    const input = { name: 'wma.wma', bytes: strictBytes(fixture('wma.wma')) }
    expect(() => readFile(input, readersOf.native)).toThrow(ScanError)
    expect((await readFile(input, readersOf['music-metadata'])).reader).toBe('music-metadata')
    const native = { name: 'a.m4a', bytes: strictBytes(fixture('m4a-rich.m4a')) }
    expect((await readFile(native, readersOf['music-metadata'])).reader).toBe('music-metadata')
    expect((await readFile(native)).reader).toBe('native')
  })

  it.each(['wav-id3.wav', 'aiff-id3.aiff', 'dsd.dsf'])('reads the ID3 tag of %s with our own parser', async (name) => {
    const bytes = fixture(name)
    const place = (await read(name)).pictures.find(({ offset }) => offset > 0)
    if (place !== undefined) expect(bytes.subarray(place.offset, place.offset + 2).toString('hex')).toMatch(/ffd8|8950/)
    expect((await read(name)).tags.title).toBeDefined()
  })

  it('refuses what holds no audio with an error that says so', async () => {
    for (const bytes of [new Uint8Array(0), noise(10), noise(100_000), Buffer.from('a text file'.repeat(100))]) {
      const error: unknown = await Promise.resolve()
        .then(() => readFile({ name: 'a.xyz', bytes: strictBytes(bytes) }))
        .catch((reason: unknown) => reason)
      expect(ScanError.is(error) && error.code).toBe('FILE_NO_AUDIO')
    }
  })

  it('keeps the key of formats without a reader of our own when a tag is put behind or before the music', async () => {
    const id3 = concat(Buffer.from('ID3'), [3, 0, 0, 0, 0, 0, 20], new Uint8Array(20))
    const id3v1 = concat(Buffer.from('TAG'), new Uint8Array(125))
    for (const name of ['aac-adts.aac', 'musepack-sv8.mpc', 'wavpack.wv', 'tta.tta']) {
      const { audioKey } = await read(name)
      const bare = name === 'tta.tta' ? fixture(name) : concat(id3, fixture(name))
      expect((await read(name, concat(bare, id3v1))).audioKey, name).toBe(audioKey)
    }
  })
})

describe('reading from a store that must fetch', () => {
  it('begins again when bytes have come, and ends with the same reading', async () => {
    const bytes = fixture('m4a-rich.m4a')
    const here = new Set<number>()
    const source: ByteSource = {
      size: bytes.length,
      view(position, length) {
        const end = Math.min(bytes.length, position + length)
        for (let block = position >> 10; block << 10 < end; block++) {
          if (!here.has(block)) throw new BytesPending(position, length)
        }
        return bytes.subarray(position, end)
      },
    }
    const fetch = async ({ position, length }: BytesPending): Promise<void> => {
      for (let block = position >> 10; block << 10 < position + length; block++) here.add(block)
    }
    const reading = await readPending(() => readFile({ name: 'a.m4a', bytes: source }), fetch)
    expect(reading).toEqual(await read('m4a-rich.m4a'))
  })

  it('passes other errors on', async () => {
    const fault = new Error('EIO')
    const failing = readPending(
      () => {
        throw fault
      },
      async () => {},
    )
    await expect(failing).rejects.toBe(fault)
  })
})
