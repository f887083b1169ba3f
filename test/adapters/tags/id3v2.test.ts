import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readId3v2 } from '../../../src/adapters/tags/id3/id3v2.ts'
import { newTagSink } from '../../../src/adapters/tags/tag-sink.ts'
import { ascii, concat, noise, synchsafe, u32 } from './building/bytes.ts'
import { encoded, frame, id3v2, type Major, textFrame } from './building/id3.ts'
import { strictBytes } from './building/strict-bytes.ts'

function read(file: Uint8Array) {
  const sink = newTagSink()
  const source = strictBytes(file)
  const tag = readId3v2(source, 0, sink)
  return { tag, tags: sink.tags.finish(), pictures: sink.pictures, warnings: sink.warnings, viewed: source.viewed }
}

const txxx = (description: string, text: string, encoding: 0 | 1 | 3 = 3): Uint8Array =>
  concat([encoding], encoded(description, encoding), encoding === 1 ? [0, 0] : [0], encoded(text, encoding))

const languageText = (description: string, text: string): Uint8Array =>
  concat([3], ascii('eng'), encoded(description, 3), [0], encoded(text, 3))

describe('ID3v2 text', () => {
  it.each([2, 3, 4] as const)('reads the common fields of ID3v2.%i', (major) => {
    const ids: [string, string, string][] = [
      ['TT2', 'TIT2', 'Song'],
      ['TP1', 'TPE1', 'AC/DC'],
      ['TP2', 'TPE2', 'Various'],
      ['TAL', 'TALB', 'Album'],
      ['TRK', 'TRCK', '03/12'],
      ['TPA', 'TPOS', '1/2'],
      ['TYE', 'TYER', '1987'],
      ['TCO', 'TCON', '(17)'],
      ['TCM', 'TCOM', 'Bach'],
    ]
    const { tags, warnings } = read(
      id3v2(
        major,
        ids.map(([short, long, text]) => textFrame(major, major === 2 ? short : long, text)),
        { padding: 64 },
      ),
    )
    expect(tags).toEqual({
      title: 'Song',
      artist: 'AC/DC',
      artists: ['AC/DC'],
      albumArtist: 'Various',
      albumArtists: ['Various'],
      album: 'Album',
      trackNumber: 3,
      trackTotal: 12,
      discNumber: 1,
      discTotal: 2,
      date: '1987',
      genres: ['Rock'],
      credits: [{ role: 'composer', name: 'Bach' }],
    })
    expect(warnings).toEqual([])
  })

  it.each([
    [0, 'Motörhead'],
    [1, 'Мотор 電 😀'],
    [2, 'Мотор 電 😀'],
    [3, 'Мотор 電 😀'],
  ] as const)('decodes text encoding %i', (encoding, text) => {
    expect(read(id3v2(4, [textFrame(4, 'TIT2', text, encoding)])).tags.title).toBe(text)
  })

  it('decodes UTF-16 whose mark says big-endian, and drops lone surrogates', () => {
    const bytes = concat([1, 0xfe, 0xff], Buffer.from('Ab\ud800', 'utf16le').swap16())
    expect(read(id3v2(3, [frame(3, 'TIT2', bytes)])).tags.title).toBe('Ab\ufffd')
  })

  it.each([3, 4] as const)('splits values of ID3v2.%i at NUL and nowhere else', (major) => {
    const { tags } = read(id3v2(major, [textFrame(major, 'TPE1', 'AC/DC\0Blur; Oasis\0', 1)]))
    expect(tags.artists).toEqual(['AC/DC', 'Blur; Oasis'])
    expect(tags.artist).toBe('AC/DC')
  })

  it('joins TYER and TDAT to a date', () => {
    expect(read(id3v2(3, [textFrame(3, 'TYER', '1999'), textFrame(3, 'TDAT', '3112')])).tags.date).toBe('1999-12-31')
  })

  it('reads described text, whatever the case of its description', () => {
    const { tags } = read(
      id3v2(4, [
        frame(4, 'TXXX', txxx('replaygain_track_gain', '-6.20 dB')),
        frame(4, 'TXXX', txxx('REPLAYGAIN_TRACK_PEAK', '0.987654', 1)),
        frame(4, 'TXXX', txxx('MusicBrainz Album Id', 'F1B2C3D4-0000-4000-8000-1234567890AB')),
        frame(
          4,
          'TXXX',
          txxx('MusicBrainz Artist Id', 'f1b2c3d4-0000-4000-8000-1234567890ab/a1b2c3d4-0000-4000-8000-1234567890ab'),
        ),
        frame(4, 'TXXX', txxx('ARTISTS', 'One\0Two')),
        frame(4, 'UFID', concat(ascii('http://musicbrainz.org\0'), ascii('a1b2c3d4-0000-4000-8000-1234567890ab'))),
      ]),
    )
    expect(tags.replayGain).toEqual({ trackGainDb: -6.2, trackPeak: 0.987654 })
    expect(tags.musicbrainz).toEqual({
      releaseId: 'f1b2c3d4-0000-4000-8000-1234567890ab',
      artistIds: ['f1b2c3d4-0000-4000-8000-1234567890ab', 'a1b2c3d4-0000-4000-8000-1234567890ab'],
      recordingId: 'a1b2c3d4-0000-4000-8000-1234567890ab',
    })
    expect(tags.artists).toEqual(['One', 'Two'])
    expect(tags.artist).toBe('One & Two')
  })

  it('reads comments, but not those that iTunes keeps for itself', () => {
    const gapless = ' 00000000 00000210 000007C0 0000000000A1B2C3'
    const { tags, tag } = read(
      id3v2(4, [frame(4, 'COMM', languageText('', 'fine')), frame(4, 'COMM', languageText('iTunSMPB', gapless))]),
    )
    expect(tags.comments).toEqual(['fine'])
    expect(tag?.itunesGapless).toBe(gapless)
  })

  it('reads lyrics: plain, in LRC form, and synchronised', () => {
    const piece = (text: string, ms: number): Uint8Array => concat(encoded(text, 3), [0], u32(ms))
    const { tags } = read(
      id3v2(4, [
        frame(4, 'USLT', languageText('', 'One\nTwo')),
        frame(4, 'USLT', languageText('timed', '[00:01.50]One\n[01:00.00]Two')),
        frame(4, 'SYLT', concat([3], ascii('deu'), [2, 1, 0], piece('\nEins', 500), piece('\nZwei', 1500))),
      ]),
    )
    expect(tags.lyrics).toEqual([
      { source: 'embedded', language: 'eng', text: 'One\nTwo' },
      {
        source: 'embedded',
        language: 'eng',
        description: 'timed',
        text: 'One\nTwo',
        lines: [
          { timeMs: 1500, text: 'One' },
          { timeMs: 60_000, text: 'Two' },
        ],
      },
      {
        source: 'embedded',
        language: 'deu',
        text: 'Eins\nZwei',
        lines: [
          { timeMs: 500, text: 'Eins' },
          { timeMs: 1500, text: 'Zwei' },
        ],
      },
    ])
  })

  it('reads involved people as credits, instruments as details', () => {
    const { tags } = read(
      id3v2(4, [
        textFrame(4, 'TIPL', 'producer\0Ann\0DJ-mix\0Bob\0mix\0Cid'),
        textFrame(4, 'TMCL', 'violin\0Dora\0performer\0Eve'),
      ]),
    )
    expect(tags.credits).toEqual([
      { role: 'producer', name: 'Ann' },
      { role: 'mixer', name: 'Cid' },
      { role: 'djmixer', name: 'Bob' },
      { role: 'performer', name: 'Dora', detail: 'violin' },
      { role: 'performer', name: 'Eve' },
    ])
  })

  it('reads the rating of a popularimeter', () => {
    expect(read(id3v2(3, [frame(3, 'POPM', concat(ascii('a@b\0'), [255, 0, 0, 0, 1]))])).tags.rating).toBe(1)
    expect(read(id3v2(3, [frame(3, 'POPM', concat(ascii('a@b\0'), [0]))])).tags.rating).toBeUndefined()
  })

  it('reads chapters with their titles', () => {
    const chapter = (id: string, from: number, to: number, title: string): Uint8Array =>
      frame(
        4,
        'CHAP',
        concat(ascii(`${id}\0`), u32(from), u32(to), u32(0xffffffff), u32(0xffffffff), textFrame(4, 'TIT2', title)),
      )
    const { tags } = read(id3v2(4, [chapter('b', 1000, 3000, 'Zwei'), chapter('a', 0, 1000, 'Eins')]))
    expect(tags.chapters).toEqual([
      { title: 'Eins', startMs: 0, endMs: 1000 },
      { title: 'Zwei', startMs: 1000, endMs: 3000 },
    ])
  })
})

describe('ID3v2 pictures', () => {
  const picture = noise(200_000, 5)
  const apic = concat([0], ascii('image/jpg\0'), [3], ascii('front\0'), picture)

  it('notes where a picture lies and goes on behind it, without reading it', () => {
    const file = id3v2(3, [textFrame(3, 'TIT2', 'A'), frame(3, 'APIC', apic), textFrame(3, 'TALB', 'B')], {
      padding: 100,
    })
    const { pictures, tags, viewed } = read(file)
    expect(pictures).toEqual([
      {
        offset: file.byteLength - 100 - 12 - picture.byteLength,
        length: picture.byteLength,
        mime: 'image/jpeg',
        type: 3,
        description: 'front',
      },
    ])
    const place = pictures[0]
    expect(place && file.subarray(place.offset, place.offset + 8)).toEqual(picture.subarray(0, 8))
    expect(tags).toMatchObject({ title: 'A', album: 'B' })
    expect(viewed).toBeLessThan(60_000)
  })

  it('reads the PIC frame of ID3v2.2', () => {
    const file = id3v2(2, [frame(2, 'PIC', concat([0], ascii('PNG'), [4, 0], picture)), textFrame(2, 'TT2', 'A')])
    const { pictures, tags } = read(file)
    expect(pictures).toEqual([{ offset: 10 + 6 + 6, length: picture.byteLength, mime: 'image/png', type: 4 }])
    expect(tags.title).toBe('A')
  })

  it('does not give a place for a picture that is stored changed', () => {
    const { pictures } = read(id3v2(4, [frame(4, 'APIC', apic, { flags: 0x02 })]))
    expect(pictures).toMatchObject([{ offset: -1, mime: 'image/jpeg' }])
  })
})

describe('ID3v2 structure', () => {
  it('undoes unsynchronisation of a whole ID3v2.3 tag', () => {
    const plain = concat(frame(3, 'TIT2', [0, 0xff, 0xe0]), textFrame(3, 'TALB', 'Album'))
    const stored: number[] = []
    for (const [index, byte] of plain.entries()) {
      stored.push(byte)
      if (byte === 0xff && ((plain[index + 1] ?? 0) >= 0xe0 || plain[index + 1] === 0)) stored.push(0)
    }
    const { tags } = read(id3v2(3, [Uint8Array.from(stored)], { flags: 0x80 }))
    expect(tags).toEqual({ title: 'ÿà', album: 'Album' })
  })

  it('undoes unsynchronisation of single ID3v2.4 frames, with a data length indicator', () => {
    const content = concat(synchsafe(3), [0, 0xff, 0x00, 0xe0])
    expect(read(id3v2(4, [frame(4, 'TIT2', content, { flags: 0x03 })])).tags.title).toBe('ÿà')
  })

  it('unpacks compressed frames', () => {
    const text = concat([0], ascii('Packed'))
    const packed = deflateSync(text)
    expect(read(id3v2(3, [frame(3, 'TIT2', concat(u32(text.byteLength), packed), { flags: 0x80 })])).tags.title).toBe(
      'Packed',
    )
    expect(
      read(id3v2(4, [frame(4, 'TIT2', concat(synchsafe(text.byteLength), packed), { flags: 0x09 })])).tags.title,
    ).toBe('Packed')
  })

  it('does not unpack more than its budget', () => {
    const bomb = deflateSync(new Uint8Array(32 * 1024 * 1024))
    const { tags, warnings } = read(
      id3v2(4, [frame(4, 'TIT2', concat(synchsafe(1), bomb), { flags: 0x09 }), textFrame(4, 'TALB', 'B')]),
    )
    expect(tags).toEqual({ album: 'B' })
    expect(warnings).toHaveLength(1)
  })

  it('leaves out encrypted frames, and skips the group byte', () => {
    const { tags } = read(
      id3v2(4, [
        frame(4, 'TIT2', concat([1], ascii('\u0000secret')), { flags: 0x04 }),
        frame(4, 'TALB', concat([7], [0], ascii('Album')), { flags: 0x40 }),
      ]),
    )
    expect(tags).toEqual({ album: 'Album' })
  })

  it.each([
    [3, concat(u32(6), [0, 0], u32(0))],
    [3, concat(u32(10), [0x80, 0], u32(0), u32(0x12345678))],
    [4, concat(synchsafe(12), [1, 0x20, 5, 0], synchsafe(99))],
  ] as [Major, Uint8Array<ArrayBuffer>][])('skips the extended header of ID3v2.%i', (major, extended) => {
    expect(read(id3v2(major, [textFrame(major, 'TIT2', 'A')], { flags: 0x40, extended })).tags.title).toBe('A')
  })

  it('counts the footer into the end of the tag', () => {
    const file = id3v2(4, [textFrame(4, 'TIT2', 'A')], { footer: true })
    expect(read(file).tag?.end).toBe(file.byteLength)
  })

  it('reads ID3v2.4 frames whose sizes use eight bits a byte', () => {
    const long = 'x'.repeat(300)
    const { tags, warnings } = read(
      id3v2(4, [frame(4, 'TIT2', concat([3], ascii(long)), { plainSize: true }), textFrame(4, 'TALB', 'B')]),
    )
    expect(tags).toEqual({ title: long, album: 'B' })
    expect(warnings).toEqual([])
  })

  it('reads ID3v2.2 ids that iTunes put into ID3v2.3 tags', () => {
    expect(read(id3v2(3, [frame(3, 'TT2\0', concat([0], ascii('A')))])).tags.title).toBe('A')
  })

  it('reads what is there of a tag that is longer than the file', () => {
    const { tags, warnings } = read(
      id3v2(3, [textFrame(3, 'TIT2', 'A'), frame(3, 'TALB', concat([0], ascii('Alb')), { size: 5000 })], {
        size: 9000,
      }),
    )
    expect(tags).toEqual({ title: 'A', album: 'Alb' })
    expect(warnings.length).toBeGreaterThan(0)
  })

  it('stops at bytes that are no frame, and says so', () => {
    const { tags, warnings } = read(id3v2(3, [textFrame(3, 'TIT2', 'A'), noise(64), textFrame(3, 'TALB', 'B')]))
    expect(tags).toEqual({ title: 'A' })
    expect(warnings).toHaveLength(1)
  })

  it('passes over a tag of an unknown version', () => {
    const { tag, tags, warnings } = read(concat(ascii('ID3'), [9, 0, 0], synchsafe(20), noise(20)))
    expect(tag?.end).toBe(30)
    expect(tags).toEqual({})
    expect(warnings).toHaveLength(1)
  })

  it('finds no tag where there is none', () => {
    expect(read(ascii('ID')).tag).toBeUndefined()
    expect(read(noise(40)).tag).toBeUndefined()
  })
})

describe('ID3v2 round trip', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((value) => value.trim() === value && !/[\0\ufeff\ufffe]/.test(value))

  it('gives back any title, artists and album in any version and encoding', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(3 as const, 4 as const),
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        fc.record({ title: text, artists: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), album: text }),
        fc.nat(200),
        (major, encoding, { title, artists, album }, padding) => {
          const { tags } = read(
            id3v2(
              major,
              [
                textFrame(major, 'TIT2', title, encoding),
                textFrame(major, 'TPE1', artists.join('\0'), encoding),
                textFrame(major, 'TALB', album, encoding),
              ],
              { padding },
            ),
          )
          expect(tags).toEqual({ title, artist: artists[0], artists, album })
        },
      ),
    )
  })
})
