import { describe, expect, it } from 'vitest'
import { flacReader } from '../../../src/adapters/tags/flac/flac-reader.ts'
import { mp3Reader } from '../../../src/adapters/tags/mp3/mp3-reader.ts'
import { ScanError } from '../../../src/core/errors.ts'
import { apeItem, apeTag } from './building/ape.ts'
import { ascii, concat, noise, u32 } from './building/bytes.ts'
import { flac, pictureBlock, streamInfo, vorbisComment } from './building/flac.ts'
import { frame, id3v1, id3v2, textFrame } from './building/id3.ts'
import { infoFrame, mpegAudio } from './building/mpeg.ts'
import { mutate } from './building/mutate.ts'
import { randomNumbers } from './building/random-numbers.ts'
import { strictBytes } from './building/strict-bytes.ts'

const picture = concat([0], ascii('image/png\0'), [3, 0], noise(9000))
const chapter = concat(ascii('c\0'), u32(0), u32(9), u32(0), u32(0), textFrame(4, 'TIT2', 'Chapter'))

const seeds = [
  concat(
    id3v2(3, [
      textFrame(3, 'TIT2', 'Title', 1),
      textFrame(3, 'TPE1', 'A\0B'),
      frame(3, 'APIC', picture),
      textFrame(3, 'TCON', '(17)(4)x'),
    ]),
    infoFrame({ frames: 20, bytes: 9000 }),
    mpegAudio(20),
    apeTag([apeItem('Title', 'x'), apeItem('Cover Art (Front)', concat(ascii('c\0'), noise(400)))]),
    id3v1({ title: 'x', genre: 3 }),
  ),
  concat(
    id3v2(4, [
      textFrame(4, 'TMCL', 'violin\0A'),
      frame(4, 'USLT', concat([3], ascii('engx\0[00:01.00]a'))),
      frame(4, 'SYLT', concat([1], ascii('eng'), [2, 1, 0xff, 0xfe, 0, 0], [65, 0, 0, 0], u32(5))),
      frame(4, 'CHAP', chapter),
      frame(4, 'APIC', picture, { flags: 3 }),
    ]),
    mpegAudio(8),
  ),
  concat(
    id3v2(2, [textFrame(2, 'TT2', 'a'), frame(2, 'PIC', concat([0], ascii('PNG'), [3, 0], noise(50)))], {
      flags: 0x80,
    }),
    mpegAudio(8),
  ),
  flac([
    streamInfo(),
    {
      type: 4,
      content: vorbisComment([
        'TITLE=a',
        'CHAPTER001=00:00:01.0',
        `METADATA_BLOCK_PICTURE=${Buffer.from(pictureBlock(noise(90))).toString('base64')}`,
      ]),
    },
    { type: 5, content: concat(new Uint8Array(395), [2], new Uint8Array(72)) },
    { type: 6, content: pictureBlock(noise(3000)) },
    { type: 1, content: new Uint8Array(50) },
  ]),
]

/** Reads one file as a scan would, and returns how long it took and how much was fetched. */
function read(bytes: Uint8Array): { ms: number; viewed: number } {
  const source = strictBytes(bytes)
  const started = performance.now()
  for (const reader of [mp3Reader, flacReader]) {
    try {
      const reading = reader.read({ name: 'x.mp3', bytes: source })
      if (reading === undefined) continue
      expect(JSON.stringify(reading.tags)).not.toContain('\\u0000')
      for (const { offset, length } of reading.pictures) {
        expect(length).toBeGreaterThan(0)
        if (offset >= 0) expect(offset + length).toBeLessThanOrEqual(bytes.byteLength)
      }
      const { durationMs = 0, bitrate = 0 } = reading.format
      expect(Number.isFinite(durationMs) && durationMs >= 0 && Number.isFinite(bitrate)).toBe(true)
    } catch (error) {
      if (!ScanError.is(error)) throw error
    }
  }
  return { ms: performance.now() - started, viewed: source.viewed }
}

describe('hostile files', () => {
  it('end as a reading or a typed error, soon and with little memory', () => {
    const random = randomNumbers(42)
    let slowest = 0
    for (let round = 0; round < 4000; round++) {
      const seed = seeds[round % seeds.length]
      if (seed === undefined) continue
      const { ms, viewed } = read(mutate(seed, random))
      slowest = Math.max(slowest, ms)
      expect(viewed).toBeLessThan(2_000_000)
    }
    expect(slowest).toBeLessThan(1000)
  })

  const mega = 1024 * 1024
  const many = (count: number, part: Uint8Array): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Buffer.alloc(count * part.byteLength, part))
  it.each([
    ['a tag of tiny frames', concat(id3v2(3, [many(200_000, textFrame(3, 'TCOM', 'a'))]), mpegAudio(3))],
    [
      'a tag of tiny pictures',
      concat(id3v2(3, [many(100_000, frame(3, 'APIC', concat([0], ascii('a\0'), [3, 0, 1])))]), mpegAudio(3)),
    ],
    ['many people', concat(id3v2(4, [textFrame(4, 'TMCL', 'x\0y\0'.repeat(200_000))]), mpegAudio(3))],
    [
      'all different people',
      concat(
        id3v2(4, [textFrame(4, 'TMCL', Array.from({ length: 100_000 }, (_, i) => `r${i}\0n${i}\0`).join(''))]),
        mpegAudio(3),
      ),
    ],
    [
      'an unsynchronised tag of 0xff',
      concat(id3v2(3, [new Uint8Array(8 * mega).fill(0xff)], { flags: 0x80 }), mpegAudio(3)),
    ],
    ['a body of sync words', concat(id3v2(3, []), new Uint8Array(8 * mega).fill(0xff))],
    ['a body of headers', many(2 * mega, Uint8Array.of(0xff, 0xfb, 0x90, 0x00))],
    ['a body of free format', many(mega, Uint8Array.of(0xff, 0xfb, 0x00, 0x00))],
    ['zeros', concat(id3v2(3, [textFrame(3, 'TIT2', 'a')]), new Uint8Array(8 * mega))],
    [
      'a comment of empty comments',
      flac([streamInfo(), { type: 4, content: concat([0, 0, 0, 0], [255, 255, 255, 255], new Uint8Array(8 * mega)) }]),
    ],
    [
      'small blocks',
      concat(
        flac([streamInfo()]).subarray(0, 4),
        [0, 0, 0, 34],
        new Uint8Array(34),
        many(500_000, Uint8Array.of(1, 0, 0, 0)),
      ),
    ],
    [
      'lyrics of brackets',
      concat(id3v2(4, [frame(4, 'USLT', concat([3], ascii(`eng\0${'[00:00.00]'.repeat(100_000)}`)))]), mpegAudio(3)),
    ],
    ['a title of spaces', concat(id3v2(4, [textFrame(4, 'TSRC', `a${' '.repeat(mega - 9)}b`)]), mpegAudio(3))],
  ])('%s takes less than a second', (_, bytes) => {
    expect(read(bytes).ms).toBeLessThan(1000)
  })
})
