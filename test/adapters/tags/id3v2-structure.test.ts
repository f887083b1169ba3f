import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ascii, concat, noise, synchsafe, u32 } from './building/bytes.ts'
import { frame, id3v2, type Major, textFrame } from './building/id3.ts'
import { readTag as read } from './building/read-id3v2.ts'

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
