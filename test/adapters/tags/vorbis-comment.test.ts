import { describe, expect, it } from 'vitest'
import { newTagSink } from '../../../src/adapters/tags/tag-sink.ts'
import { readVorbisComment } from '../../../src/adapters/tags/vorbis-comment.ts'
import { concat, noise, u32le } from './building/bytes.ts'
import { pictureBlock, vorbisComment } from './building/flac.ts'
import { strictBytes } from './building/strict-bytes.ts'

function readBytes(bytes: Uint8Array) {
  const sink = newTagSink()
  const source = strictBytes(bytes)
  sink.tags.from('vorbis')
  const comment = readVorbisComment(source, 0, bytes.byteLength, sink)
  return { comment, tags: sink.tags.finish(), pictures: sink.pictures, warnings: sink.warnings, viewed: source.viewed }
}

const read = (...comments: string[]) => readBytes(vorbisComment(comments))

describe('Vorbis comments', () => {
  it('reads names without regard to case, and several values', () => {
    expect(
      read('title=A=B', 'Genre=Rock', 'GENRE=Pop', 'GENRE=Rock', 'MOOD=calm', 'nothing', '=empty', 'TITLESORT=').tags,
    ).toEqual({
      title: 'A=B',
      genres: ['Rock', 'Pop'],
      moods: ['calm'],
    })
  })

  it('reads totals from the number or from their own comments', () => {
    expect(read('TRACKNUMBER=3/9', 'TOTALTRACKS=12', 'DISCNUMBER=1/2').tags).toEqual({
      trackNumber: 3,
      trackTotal: 12,
      discNumber: 1,
      discTotal: 2,
    })
  })

  it('reads performers with what they play', () => {
    expect(
      read('PERFORMER=Ann (violin)', 'PERFORMER=Bob', 'PERFORMER=Ann (violin)', 'COMPOSER=C').tags.credits,
    ).toEqual([
      { role: 'composer', name: 'C' },
      { role: 'performer', name: 'Ann', detail: 'violin' },
      { role: 'performer', name: 'Bob' },
    ])
  })

  it('turns R128 gains into ReplayGain, which itself goes first', () => {
    expect(read('R128_TRACK_GAIN=-512', 'R128_ALBUM_GAIN=256').tags.replayGain).toEqual({
      trackGainDb: 3,
      albumGainDb: 6,
    })
    expect(read('R128_TRACK_GAIN=-512', 'REPLAYGAIN_TRACK_GAIN=-7.5 dB').tags.replayGain).toEqual({ trackGainDb: -7.5 })
  })

  it('reads ratings in both scales', () => {
    expect(read('RATING=80').tags.rating).toBe(0.8)
    expect(read('RATING:a@b=0.4').tags.rating).toBe(0.4)
  })

  it('reads chapters', () => {
    const { tags } = read(
      'CHAPTER001=00:00:00.000',
      'CHAPTER001NAME=One',
      'CHAPTER002=01:00:01.500',
      'CHAPTER002NAME=Two',
    )
    expect(tags.chapters).toEqual([
      { title: 'One', startMs: 0 },
      { title: 'Two', startMs: 3_601_500 },
    ])
  })

  it('describes a picture in base64 from its head alone', () => {
    const block = Buffer.from(pictureBlock(noise(600_000), { mime: 'image/png', type: 3, description: 'x' })).toString(
      'base64',
    )
    const { pictures, tags, viewed } = read(`METADATA_BLOCK_PICTURE=${block}`, 'TITLE=A')
    expect(pictures).toEqual([{ offset: -1, length: 600_000, mime: 'image/png', type: 3, description: 'x' }])
    expect(tags.title).toBe('A')
    expect(viewed).toBeLessThan(60_000)
  })

  it('tells vendor, tool and its own length', () => {
    const bytes = vorbisComment(['ENCODER=tool'])
    expect(readBytes(concat(bytes, noise(9))).comment).toEqual({
      vendor: 'a vendor',
      encoder: 'tool',
      length: bytes.byteLength,
    })
  })

  it('reads what is there of a list that claims more', () => {
    const bytes = vorbisComment(['TITLE=A', 'ALBUM=B'])
    const cut = readBytes(bytes.subarray(0, bytes.byteLength - 3))
    expect(cut.tags).toEqual({ title: 'A' })
    expect(cut.warnings).toHaveLength(1)
    expect(readBytes(concat(u32le(0), u32le(0xffffffff))).tags).toEqual({})
    expect(readBytes(concat(u32le(0xffffffff))).tags).toEqual({})
  })
})
