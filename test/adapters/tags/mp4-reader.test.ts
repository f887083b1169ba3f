import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mp4Reader } from '../../../src/adapters/tags/mp4/mp4-reader.ts'
import { ScanError } from '../../../src/core/errors.ts'
import { ascii, concat, noise, u32 } from './building/bytes.ts'
import { atom, freeform, item, itemList, type Layout, m4a, sampleRate, u16 } from './building/mp4.ts'
import { strictBytes } from './building/strict-bytes.ts'

function read(file: Uint8Array, name = 'a.m4a') {
  const reading = mp4Reader.read({ name, bytes: strictBytes(file) })
  if (reading === undefined) throw new Error('not recognised')
  return reading
}

const samples = Array.from({ length: 300 }, (_, i) => noise(100 + ((i * 37) % 200), i + 1))
const bytes = samples.reduce((sum, { byteLength }) => sum + byteLength, 0)
const seconds = (300 * 1024) / sampleRate
const text = (name: string, ...values: string[]) => item(name, 1, ...values.map((value) => Buffer.from(value)))

describe('MP4', () => {
  it('reads format, exact length, bit rate and key', () => {
    const reading = read(m4a(samples))
    expect(reading.format).toEqual({
      container: 'mp4',
      codec: 'aac',
      durationMs: seconds * 1000,
      durationExact: true,
      bitrate: (bytes * 8) / seconds,
      sampleRate,
      channels: 2,
      bitsPerSample: 16,
      lossless: false,
    })
    expect(reading.audioKey).toMatch(/^mp4\.1:[0-9a-f]+$/)
    expect(reading.warnings).toEqual([])
  })

  it('keeps the key wherever index, chunks and tags lie', () => {
    const key = read(m4a(samples)).audioKey
    const layouts: fc.Arbitrary<Layout> = fc.record({
      chunks: fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 5 }),
      gap: fc.nat(300),
      indexFirst: fc.boolean(),
      wideOffsets: fc.boolean(),
      wideAtoms: fc.boolean(),
      userData: fc.nat(2000).map((length) => itemList(text('©nam', 'x'.repeat(length + 1)))),
    })
    fc.assert(
      fc.property(layouts, (layout) => {
        expect(read(m4a(samples, layout)).audioKey).toBe(key)
      }),
      { numRuns: 60 },
    )
  })

  it('has another key for other music, at whatever window it differs', () => {
    const key = read(m4a(samples)).audioKey
    for (const changed of [0, 100, 200, 299]) {
      const other = samples.map((sample, i) => (i === changed ? noise(sample.byteLength, 999) : sample))
      expect(read(m4a(other)).audioKey).not.toBe(key)
    }
    expect(read(m4a(samples.slice(0, 299))).audioKey).not.toBe(key)
  })

  it('reads little of the music and none of a cover', () => {
    const cover = noise(400_000)
    const many = Array.from({ length: 5000 }, (_, i) => noise(400, i))
    const file = m4a(many, { userData: itemList(item('covr', 13, cover), text('©nam', 'A')) })
    const source = strictBytes(file)
    const reading = mp4Reader.read({ name: 'a.m4a', bytes: source })
    const place = reading?.pictures[0]
    expect(place).toMatchObject({ length: 400_000, mime: 'image/jpeg', type: 3 })
    expect(place && file.slice(place.offset, place.offset + 64)).toEqual(cover.slice(0, 64))
    expect(reading?.tags.title).toBe('A')
    expect(source.viewed).toBeLessThan(200_000)
  })

  it('reads items: texts, several values, numbers, flags, positions, genres by number', () => {
    const userData = itemList(
      text('©nam', 'Tïtle 海'),
      text('©ART', 'A feat. B'),
      text('aART', 'Band'),
      text('©gen', 'Rock', 'Pop'),
      item('gnre', 0, u16(9)),
      item('trkn', 0, [0, 0, 1, 44, 1, 45, 0, 0]),
      item('disk', 0, [0, 0, 0, 1, 0, 2]),
      item('cpil', 21, [1]),
      item('tmpo', 21, [0, 128]),
      freeform('ARTISTS', 'A', 'B'),
      freeform('MusicBrainz Track Id', '0E4D4F2E-93C8-4C5C-9B1A-9F4AD5A1C7A1'),
      freeform('replaygain_track_gain', '-7.25 dB'),
      freeform('something else', 'ignored'),
    )
    expect(read(m4a(samples, { userData })).tags).toEqual({
      title: 'Tïtle 海',
      artist: 'A feat. B',
      artists: ['A', 'B'],
      albumArtist: 'Band',
      albumArtists: ['Band'],
      genres: ['Rock', 'Pop', 'Jazz'],
      trackNumber: 300,
      trackTotal: 301,
      discNumber: 1,
      discTotal: 2,
      compilation: true,
      bpm: 128,
      musicbrainz: { recordingId: '0e4d4f2e-93c8-4c5c-9b1a-9f4ad5a1c7a1' },
      replayGain: { trackGainDb: -7.25 },
    })
  })

  it('takes delay and padding from iTunSMPB, which count in the length', () => {
    const samplesOfMusic = 300 * 1024 - 2112 - 500
    const smpb = ` 00000000 00000840 000001F4 ${samplesOfMusic.toString(16).padStart(16, '0')} 00000000`
    const { format } = read(m4a(samples, { userData: itemList(freeform('iTunSMPB', smpb)) }))
    expect(format).toMatchObject({ encoderDelay: 2112, encoderPadding: 500, durationMs: seconds * 1000 })
  })

  it('believes an edit list that cuts music, and takes a small one for the encoder delay', () => {
    const edits = (durationMs: number, start: number) =>
      atom('edts', atom('elst', u32(0), u32(1), u32(durationMs), u32(start), u16(1), u16(0)))
    expect(read(m4a(samples, { edits: edits(6942, 1024) })).format).toMatchObject({
      encoderDelay: 1024,
      durationMs: seconds * 1000,
    })
    expect(read(m4a(samples, { edits: edits(2000, 44_100) })).format.durationMs).toBeCloseTo(2000)
  })

  it('reads Nero chapters', () => {
    const entry = (ms: number, title: string) => [...u32(0), ...u32(ms * 10_000), title.length, ...ascii(title)]
    const chpl = atom('chpl', [1, 0, 0, 0], u32(0), [2], entry(0, 'One'), entry(3000, 'Two'))
    expect(read(m4a(samples, { userData: atom('udta', chpl) })).tags.chapters).toEqual([
      { title: 'One', startMs: 0, endMs: 3000 },
      { title: 'Two', startMs: 3000, endMs: seconds * 1000 },
    ])
  })

  it('reads around wrong sizes: an index that claims too much, and one behind a box that claims too much', () => {
    const file = m4a(samples, { userData: itemList(text('©nam', 'A')) })
    const moov = Buffer.from(file).indexOf('moov') - 4
    const tooLong = Uint8Array.from(file)
    tooLong.set(u32(0x7fff_ffff), moov)
    expect(read(tooLong).tags.title).toBe('A')
    const mdat = Buffer.from(file).indexOf('mdat') - 4
    const hidden = Uint8Array.from(file)
    hidden.set(u32(0x7fff_ffff), mdat)
    const reading = read(hidden)
    expect(reading.tags.title).toBe('A')
    expect(reading.audioKey).toBe(read(file).audioKey)
    expect(reading.warnings.length).toBeGreaterThan(0)
  })

  it('reads a file whose last box reaches to its end', () => {
    expect(read(m4a(samples, { openEnded: true, indexFirst: true })).audioKey).toBe(read(m4a(samples)).audioKey)
  })

  it('leaves other files to other readers, and refuses one without sound', () => {
    expect(mp4Reader.read({ name: 'a.mp3', bytes: strictBytes(noise(5000)) })).toBeUndefined()
    const silent = concat(atom('ftyp', ascii('isom')), atom('moov', atom('mvhd', new Uint8Array(100))))
    expect(() => read(silent)).toThrow(ScanError)
  })

  it('does not follow boxes nested without end', () => {
    let nested = new Uint8Array(0)
    for (let i = 0; i < 50_000; i++)
      nested = Uint8Array.from(nested.byteLength > 40_000 ? nested : atom('mdia', nested))
    const file = concat(atom('ftyp', ascii('isom')), atom('moov', atom('trak', nested)))
    expect(() => mp4Reader.read({ name: 'a.m4a', bytes: strictBytes(file) })).toThrow(ScanError)
  })
})
