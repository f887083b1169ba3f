import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ascii, concat, u32 } from './building/bytes.ts'
import { encoded, frame, id3v2, textFrame } from './building/id3.ts'
import { readTag as read } from './building/read-id3v2.ts'

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
