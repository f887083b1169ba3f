import { describe, expect, it } from 'vitest'
import { mp3Reader } from '../../../src/adapters/tags/mp3/mp3-reader.ts'
import { ScanError } from '../../../src/core/errors.ts'
import { apeItem, apeTag } from './building/ape.ts'
import { ascii, concat, noise } from './building/bytes.ts'
import { flac, streamInfo } from './building/flac.ts'
import { frame, id3v1, id3v2, textFrame } from './building/id3.ts'
import { infoFrame, mpegAudio, mpegFrame, vbriFrame } from './building/mpeg.ts'
import { strictBytes } from './building/strict-bytes.ts'

function tryRead(file: Uint8Array, name = 'a.mp3') {
  return mp3Reader.read({ name, bytes: strictBytes(file) })
}

function read(file: Uint8Array, name?: string) {
  const reading = tryRead(file, name)
  if (reading === undefined) throw new Error('not recognised')
  return reading
}

const frameMs = (1152 / 44_100) * 1000
const audio = mpegAudio(100)
const title = (text: string): Uint8Array => id3v2(3, [textFrame(3, 'TIT2', text)])

describe('MPEG audio format', () => {
  it('takes length, profile, encoder, delay and padding from an Info frame', () => {
    const { format } = read(concat(infoFrame({ frames: 100, bytes: 417 * 101 }), audio))
    expect(format).toEqual({
      container: 'mp3',
      codec: 'mp3',
      codecProfile: 'CBR',
      durationMs: 100 * frameMs,
      durationExact: true,
      bitrate: 128_000,
      sampleRate: 44_100,
      channels: 2,
      lossless: false,
      encoderDelay: 576,
      encoderPadding: 1200,
      encoder: 'LAME3.100',
    })
  })

  it.each([
    [98, 'V0'],
    [78, 'V2'],
    [57, 'V4'],
    [8, 'V9'],
  ])('calls a Xing quality of %i %s', (quality, profile) => {
    const file = concat(infoFrame({ name: 'Xing', frames: 100, bytes: 417 * 101, quality }), audio)
    expect(read(file).format).toMatchObject({ codecProfile: profile, durationExact: true })
    expect(read(file).format.bitrate).toBeCloseTo((file.byteLength * 8) / ((100 * frameMs) / 1000), 3)
  })

  it('reads a VBRI frame', () => {
    expect(read(concat(vbriFrame(100, 417 * 101), audio)).format).toMatchObject({
      codecProfile: 'VBR',
      durationMs: 100 * frameMs,
      durationExact: true,
    })
  })

  it('estimates the length of a stream without an info frame, tags not counted', () => {
    const { format } = read(concat(title('A'), audio, id3v1({ title: 'A' })))
    expect(format).toMatchObject({ codecProfile: 'CBR', durationExact: false, bitrate: 128_000 })
    expect(format.durationMs).toBeCloseTo(100 * frameMs, 6)
  })

  it('estimates from several frames when their bit rates differ', () => {
    const mixed = concat(
      ...Array.from({ length: 60 }, (_, index) => mpegFrame(index, { rateIndex: index % 2 === 0 ? 9 : 11 })),
    )
    expect(read(mixed).format).toMatchObject({ codecProfile: 'VBR', bitrate: 160_000, durationExact: false })
  })

  it('reads streams in free format', () => {
    const free = concat(
      ...Array.from({ length: 20 }, (_, index) => concat([0xff, 0xfb, 0x00, 0x00], noise(1302, index))),
    )
    expect(read(free).format).toMatchObject({ bitrate: 400_000, sampleRate: 44_100 })
  })

  it('takes delay and padding from an iTunes comment when no encoder wrote them', () => {
    const comment = concat([0], ascii('eng'), ascii('iTunSMPB\0 00000000 00000210 000007C0 0000000000A1B2C3 00000000'))
    const { format, tags } = read(concat(id3v2(3, [frame(3, 'COMM', comment)]), audio))
    expect(format).toMatchObject({ encoderDelay: 0x210, encoderPadding: 0x7c0 })
    expect(tags.comments).toBeUndefined()
  })

  it('warns about a stream that is much shorter than its header says', () => {
    expect(read(concat(infoFrame({ frames: 1000, bytes: 417 * 1001 }), audio)).warnings).toHaveLength(1)
  })
})

describe('tags around MPEG audio', () => {
  it('reads tags on both ends; APEv2 goes before ID3v2, ID3v1 fills what is left', () => {
    const ape = apeTag([apeItem('Title', 'from APE'), apeItem('Artist', 'X\0Y')])
    const v2 = id3v2(3, [textFrame(3, 'TIT2', 'from ID3v2'), textFrame(3, 'TALB', 'Album')])
    const v1 = id3v1({ title: 'from ID3v1', album: 'cut', comment: 'hello', track: 7, genre: 17 })
    const { tags, warnings } = read(concat(v2, audio, ape, v1))
    expect(tags).toEqual({
      title: 'from APE',
      artist: 'X',
      artists: ['X', 'Y'],
      album: 'Album',
      comments: ['hello'],
      trackNumber: 7,
      genres: ['Rock'],
    })
    expect(warnings).toEqual([])
  })

  it('reads an APE tag in front of the audio', () => {
    expect(read(concat(apeTag([apeItem('Title', 'A')]), audio)).tags.title).toBe('A')
  })

  it('reads a second ID3v2 tag behind the first', () => {
    expect(read(concat(title('A'), id3v2(4, [textFrame(4, 'TALB', 'B')]), audio)).tags).toEqual({
      title: 'A',
      album: 'B',
    })
  })

  it('finds the audio behind a tag that tells too small a size', () => {
    const broken = id3v2(3, [textFrame(3, 'TIT2', 'A'), noise(300_000)], { size: 40 })
    expect(read(concat(broken, audio)).audioKey).toBe(read(audio).audioKey)
  })

  it('finds the audio behind a tag whose picture holds bytes like frame headers', () => {
    const lookalike = concat([0xff, 0xfb, 0x90, 0x00], noise(413), [0xff, 0xfb, 0x90, 0x00], noise(2000))
    const broken = id3v2(3, [textFrame(3, 'TIT2', 'A'), noise(64), lookalike], { size: 40 })
    expect(read(concat(broken, audio)).audioKey).toBe(read(audio).audioKey)
  })

  it('notes the place of a cover in an APE tag', () => {
    const cover = concat([0xff, 0xd8, 0xff, 0xe0], noise(3000))
    const file = concat(audio, apeTag([apeItem('Cover Art (Front)', concat(ascii('c.jpg\0'), cover))]))
    const [place] = read(file).pictures
    expect(place).toMatchObject({ length: cover.byteLength, mime: 'image/jpeg', type: 3, description: 'c.jpg' })
    expect(place && file.slice(place.offset, place.offset + place.length)).toEqual(cover)
  })
})

describe('the audio key of MPEG audio', () => {
  const key = read(audio).audioKey

  it('names the rule by which it was made', () => {
    expect(key).toMatch(/^mp3\.1:[0-9a-f]{32}$/)
  })

  const lyrics = concat(ascii('LYRICSBEGINLYR00005hello'), ascii('000024LYRICS200'))
  const oldLyrics = ascii('LYRICSBEGINhello you LYRICSEND')
  it.each([
    ['an ID3v2 tag', concat(title('A'), audio)],
    [
      'a picture',
      concat(id3v2(3, [frame(3, 'APIC', concat([0], ascii('image/png\0'), [3, 0], noise(50_000)))]), audio),
    ],
    ['an ID3v1 tag', concat(audio, id3v1({ title: 'A' }))],
    ['an APE tag', concat(audio, apeTag([apeItem('Title', 'A')]))],
    ['an APE tag without header', concat(audio, apeTag([apeItem('Title', 'A')], { header: false }))],
    ['an APE and an ID3v1 tag', concat(audio, apeTag([apeItem('Title', 'A')]), id3v1({ title: 'A' }))],
    ['a Lyrics3 v2 and an ID3v1 tag', concat(audio, lyrics, id3v1({ title: 'A' }))],
    ['a Lyrics3 v1 and an ID3v1 tag', concat(audio, oldLyrics, id3v1({ title: 'A' }))],
    ['an Info frame', concat(infoFrame({ frames: 100, bytes: 417 * 101 }), audio)],
  ])('does not change with %s', (_, file) => {
    expect(read(file).audioKey).toBe(key)
  })

  it('changes with the audio, wherever it differs in length or in a window', () => {
    const at = (position: number): Uint8Array => {
      const other = audio.slice()
      other[position] = (other[position] ?? 0) ^ 1
      return other
    }
    const others = [
      mpegAudio(101),
      mpegAudio(99),
      at(100),
      at(Math.floor(audio.byteLength / 3)),
      at(audio.byteLength - 5),
    ]
    const keys = others.map((other) => read(other).audioKey)
    expect(new Set([key, ...keys]).size).toBe(others.length + 1)
  })
})

describe('files that are not MPEG audio', () => {
  it.each([
    ['FLAC', flac([streamInfo()])],
    ['FLAC behind ID3', concat(title('A'), flac([streamInfo()]))],
    ['Ogg', concat(ascii('OggS'), noise(5000))],
    ['ADTS', concat([0xff, 0xf1, 0x50, 0x80], noise(5000))],
    ['RIFF', concat(ascii('RIFF'), noise(5000))],
  ])('%s is left to others', (_, file) => {
    expect(tryRead(file)).toBeUndefined()
  })

  it('is known by its bytes, not its name', () => {
    expect(tryRead(audio, 'song.dat')?.format.codec).toBe('mp3')
  })

  it('an mp3 without any audio is an error', () => {
    for (const file of [title('A'), concat(title('A'), new Uint8Array(5000)), noise(3000), new Uint8Array(0)]) {
      expect(() => tryRead(file)).toThrow(ScanError)
    }
  })
})
