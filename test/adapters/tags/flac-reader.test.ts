import { describe, expect, it } from 'vitest'
import { flacReader } from '../../../src/adapters/tags/flac/flac-reader.ts'
import { ScanError } from '../../../src/core/errors.ts'
import { ascii, concat, noise, u32 } from './building/bytes.ts'
import { type Block, flac, pictureBlock, streamInfo, vorbisComment } from './building/flac.ts'
import { id3v1, id3v2, textFrame } from './building/id3.ts'
import { mpegAudio } from './building/mpeg.ts'
import { strictBytes } from './building/strict-bytes.ts'

function read(file: Uint8Array) {
  const reading = flacReader.read({ name: 'a.flac', bytes: strictBytes(file) })
  if (reading === undefined) throw new Error('not recognised')
  return reading
}

const comment = (...comments: string[]): Block => ({ type: 4, content: vorbisComment(comments) })
const padding = (length: number): Block => ({ type: 1, content: new Uint8Array(length) })
const noMd5 = streamInfo({ md5: new Uint8Array(16) })

describe('FLAC', () => {
  it('reads format, tags and key', () => {
    const file = flac([streamInfo(), comment('TITLE=Über', 'ARTIST=A', 'ARTIST=B', 'Date=2001-05-03'), padding(100)])
    const reading = read(file)
    expect(reading.tags).toEqual({ title: 'Über', artist: 'A', artists: ['A', 'B'], date: '2001-05-03' })
    expect(reading.format).toEqual({
      container: 'flac',
      codec: 'flac',
      durationMs: 2000,
      durationExact: true,
      bitrate: (5004 * 8) / 2,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 16,
      lossless: true,
      encoder: 'a vendor',
    })
    expect(reading.audioKey).toBe(`flac.1:${Buffer.from(noise(16, 7)).toString('hex')}`)
    expect(reading.warnings).toEqual([])
  })

  it('tells the tool that an ENCODER comment names', () => {
    expect(read(flac([streamInfo(), comment('ENCODER=a tool')])).format.encoder).toBe('a tool')
  })

  it('notes where pictures lie, without reading them', () => {
    const data = noise(300_000, 9)
    const file = flac([
      streamInfo(),
      { type: 6, content: pictureBlock(data, { type: 4, description: 'back' }) },
      comment('TITLE=A'),
    ])
    const source = strictBytes(file)
    const reading = flacReader.read({ name: 'a.flac', bytes: source })
    const place = reading?.pictures[0]
    expect(place).toMatchObject({ length: data.byteLength, mime: 'image/jpeg', type: 4, description: 'back' })
    expect(place && file.slice(place.offset, place.offset + 50)).toEqual(data.slice(0, 50))
    expect(reading?.tags.title).toBe('A')
    expect(source.viewed).toBeLessThan(60_000)
  })

  it('reads CUESHEET tracks as chapters', () => {
    const track = (number: number, seconds: number): Uint8Array =>
      concat(
        u32(0),
        u32(seconds * 44_100),
        [number],
        new Uint8Array(12),
        [0],
        new Uint8Array(13),
        [1],
        new Uint8Array(12),
      )
    const content = concat(new Uint8Array(395), [3], track(1, 0), track(2, 60), track(170, 100))
    expect(read(flac([streamInfo(), { type: 5, content }])).tags.chapters).toEqual([
      { title: 'Track 1', startMs: 0, endMs: 60_000 },
      { title: 'Track 2', startMs: 60_000, endMs: 100_000 },
    ])
  })

  it('is found behind an ID3v2 tag, whose fields fill what the comment lacks', () => {
    const tag = id3v2(4, [textFrame(4, 'TIT2', 'from ID3'), textFrame(4, 'TALB', 'Album')])
    expect(read(concat(tag, flac([streamInfo(), comment('TITLE=from FLAC')]))).tags).toEqual({
      title: 'from FLAC',
      album: 'Album',
    })
  })

  it('does not take long tags of an mp3 for its own', () => {
    expect(
      flacReader.read({ name: 'a', bytes: strictBytes(concat(id3v2(4, [textFrame(4, 'TIT2', 'A')]), mpegAudio(5))) }),
    ).toBeUndefined()
    expect(flacReader.read({ name: 'a', bytes: strictBytes(ascii('fL')) })).toBeUndefined()
  })
})

describe('the audio key of FLAC without MD5', () => {
  const audio = concat([0xff, 0xf8, 0xc9, 0x18], noise(40_000, 3))
  const key = read(flac([noMd5], audio)).audioKey

  it('does not change with tags, pictures, padding or an ID3v1 tag', () => {
    const others = [
      flac([noMd5, comment('TITLE=A'), padding(5000)], audio),
      flac([noMd5, { type: 6, content: pictureBlock(noise(9000)) }], audio),
      concat(flac([noMd5], audio), id3v1({ title: 'A' })),
    ]
    expect(key).toMatch(/^flac\.1:[0-9a-f]{32}$/)
    for (const other of others) expect(read(other).audioKey).toBe(key)
  })

  it('changes with the audio', () => {
    expect(read(flac([noMd5], concat([0xff, 0xf8, 0xc9, 0x18], noise(40_000, 4)))).audioKey).not.toBe(key)
  })
})

describe('damaged FLAC', () => {
  it('reads pictures and what follows when a picture block tells a wrong length', () => {
    const data = noise(5000)
    const content = pictureBlock(data)
    for (const told of [0, 40, content.byteLength - 7, content.byteLength + 300]) {
      const reading = read(flac([streamInfo(), { type: 6, content, told }, comment('TITLE=A'), padding(20)]))
      expect(reading.pictures).toMatchObject([{ length: 5000 }])
      expect(reading.tags.title).toBe('A')
      expect(reading.warnings).toHaveLength(1)
    }
  })

  it('takes no more for a picture than its block holds', () => {
    const content = pictureBlock(noise(5000))
    content.set(u32(90_000), content.byteLength - 5004)
    const reading = read(flac([streamInfo(), { type: 6, content }, comment('TITLE=A'), padding(20)]))
    expect(reading.pictures).toMatchObject([{ length: 5000 }])
    expect(reading.tags.title).toBe('A')
    expect(reading.warnings).toHaveLength(1)
  })

  it('reads a comment whose block tells too small a length', () => {
    const { content } = comment('TITLE=A', 'ALBUM=B')
    const reading = read(flac([streamInfo(), { type: 4, content, told: 25 }, padding(20)]))
    expect(reading.tags).toEqual({ title: 'A', album: 'B' })
  })

  it('says so when there is no STREAMINFO, or no audio', () => {
    expect(() => read(flac([comment('TITLE=A')]))).toThrow(expect.objectContaining({ code: 'FILE_DAMAGED' }))
    expect(() => read(flac([streamInfo(), comment('TITLE=A')], new Uint8Array(0)))).toThrow(ScanError)
  })

  it('finds a length that the encoder did not know in the last frame', () => {
    // Frame 20 of 4096 samples each, itself of 1000 (0x3e7 + 1), stereo, 16 bit; the last byte is the CRC-8 of the header.
    const last = [0xff, 0xf8, 0x79, 0x18, 20, 0x03, 0xe7]
    let crc = 0
    for (const byte of last) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 7) & 255 : (crc << 1) & 255
    }
    const unknown = streamInfo({ samples: 0 })
    const audio = concat([0xff, 0xf8, 0xc9, 0x18], noise(9000), last, [crc], noise(700))
    expect(read(flac([unknown], audio)).format.durationMs).toBeCloseTo(((20 * 4096 + 1000) / 44_100) * 1000, 9)
    const wrong = concat([0xff, 0xf8, 0xc9, 0x18], noise(9000), last, [crc ^ 1], noise(700))
    expect(read(flac([unknown], wrong)).format.durationMs).toBeUndefined()
  })

  it('takes a length that nobody knew as unknown', () => {
    expect(read(flac([streamInfo({ samples: 0 })])).format).toMatchObject({ durationExact: false, sampleRate: 44_100 })
  })
})
