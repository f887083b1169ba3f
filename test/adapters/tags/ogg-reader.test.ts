import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oggReader } from '../../../src/adapters/tags/ogg/ogg-reader.ts'
import { concat, noise, u32 } from './building/bytes.ts'
import { opusPackets, pages, preSkip } from './building/ogg.ts'
import { strictBytes } from './building/strict-bytes.ts'

function read(file: Uint8Array) {
  const reading = oggReader.read({ name: 'a.opus', bytes: strictBytes(file) })
  if (reading === undefined) throw new Error('not recognised')
  return reading
}

function pictureText(length: number): string {
  const mime = Buffer.from('image/png')
  const block = concat(
    u32(3),
    u32(mime.byteLength),
    mime,
    u32(0),
    u32(0),
    u32(0),
    u32(0),
    u32(0),
    u32(length),
    noise(length),
  )
  return `METADATA_BLOCK_PICTURE=${Buffer.from(block).toString('base64')}`
}

const texts = ['TITLE=Über', 'ARTIST=A', 'ARTIST=B']
const file = (count: number, segments?: number[], extra: string[] = []): Uint8Array =>
  pages(opusPackets(count, [...texts, ...extra]), 7, segments)

describe('Ogg', () => {
  it('reads format, exact length, tags and key', () => {
    const reading = read(file(500))
    expect(reading.format).toMatchObject({
      container: 'ogg',
      codec: 'opus',
      durationMs: ((500 * 960 - preSkip) / 48_000) * 1000,
      durationExact: true,
      sampleRate: 44_100,
      channels: 2,
      lossless: false,
      encoderDelay: preSkip,
      encoder: 'test',
    })
    expect(reading.tags).toMatchObject({ title: 'Über', artist: 'A', artists: ['A', 'B'] })
    expect(reading.audioKey).toMatch(/^ogg\.1:[0-9a-f]+$/)
  })

  it('keeps key and tags however the packets are cut into pages, and whatever the comment holds', () => {
    const wanted = read(file(1200))
    const layout = fc.array(fc.integer({ min: 3, max: 255 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(layout, fc.nat(100_000), (segments, picture) => {
        const reading = read(file(1200, segments, [pictureText(picture + 1)]))
        expect(reading.audioKey).toBe(wanted.audioKey)
        expect(reading.tags).toEqual(wanted.tags)
        expect(reading.format.durationMs).toBe(wanted.format.durationMs)
        expect(reading.pictures).toEqual([{ offset: -1, length: picture + 1, mime: 'image/png', type: 3 }])
      }),
      { numRuns: 40 },
    )
  })

  it('has another key for other music, at whatever window it differs, and for a shorter piece', () => {
    const packets = opusPackets(1200, texts)
    const key = read(pages(packets, 7)).audioKey
    for (const changed of [3, 403, 803, 1200]) {
      const other = packets.map((packet, i) =>
        i === changed ? { ...packet, data: concat([15 << 3], noise(packet.data.byteLength - 1, 5000)) } : packet,
      )
      expect(read(pages(other, 7)).audioKey, `packet ${changed}`).not.toBe(key)
    }
    expect(read(file(1199)).audioKey).not.toBe(key)
  })

  it('jumps over a picture, whatever stands behind it, and reads little of the music', () => {
    const source = strictBytes(file(20_000, [16], [pictureText(600_000), 'ALBUM=Behind']))
    const reading = oggReader.read({ name: 'a.opus', bytes: source })
    expect(reading?.tags.album).toBe('Behind')
    expect(source.viewed).toBeLessThan(300_000)
  })

  it('adds up the links of a chain, and takes tags and key of the first', () => {
    const alone = read(file(500))
    const chain = read(concat(file(500), pages(opusPackets(300, ['TITLE=Second'], 99), 8)))
    expect(chain.tags.title).toBe('Über')
    expect(chain.audioKey).toBe(alone.audioKey)
    expect(chain.format.durationMs).toBeCloseTo(((800 * 960 - 2 * preSkip) / 48_000) * 1000)
  })

  it('reads a file that was cut off, by its last whole page', () => {
    const whole = file(1000, [20])
    const reading = read(whole.slice(0, Math.floor(whole.byteLength / 2)))
    expect(reading.tags.title).toBe('Über')
    expect(reading.format.durationMs).toBeGreaterThan(8000)
    expect(reading.format.durationMs).toBeLessThan(12_000)
  })

  it('leaves other files to other readers', () => {
    expect(oggReader.read({ name: 'a.ogg', bytes: strictBytes(noise(5000)) })).toBeUndefined()
  })
})

const hasFfmpeg = (() => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!hasFfmpeg)('Ogg files that ffmpeg copied with other tags and other pages', () => {
  const fixtures = [
    'ogg-vorbis.ogg',
    'ogg-vorbis-mono.ogg',
    'ogg-big-cover.ogg',
    'opus-basic.opus',
    'speex.spx',
    'flac-in-ogg.oga',
  ]

  it.each(fixtures)('keep the key of %s', (name) => {
    const original = new URL(`../../fixtures/${name}`, import.meta.url).pathname
    const folder = mkdtempSync(join(tmpdir(), 'ogg-'))
    const key = read(readFileSync(original)).audioKey
    try {
      for (const pageDuration of ['1000000', '50000']) {
        const copy = join(folder, `${pageDuration}-${name}`)
        const tags = ['-metadata', `title=${'Another title '.repeat(400)}`]
        const args = [
          '-v',
          'error',
          '-i',
          original,
          '-map',
          '0:a',
          '-c',
          'copy',
          ...tags,
          '-page_duration',
          pageDuration,
          copy,
        ]
        execFileSync('ffmpeg', args)
        expect(read(readFileSync(copy)).audioKey).toBe(key)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect(key).toBeDefined()
  })
})
