import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type QualityIssue, quality, qualityWeights } from '../../../src/core/identity/quality.ts'
import type { AudioFormat } from '../../../src/core/model/audio-format.ts'
import type { FileReading } from '../../../src/core/model/file-reading.ts'
import type { TrackTags } from '../../../src/core/model/track-tags.ts'

const complete: TrackTags = {
  title: 'Song',
  artist: 'Artist',
  album: 'Album',
  trackNumber: 1,
  date: '2003',
  genres: ['Rock'],
}
const format: AudioFormat = { container: 'flac', codec: 'flac', durationMs: 1000, durationExact: true, lossless: true }
const reading = (tags: TrackTags, audio: Partial<AudioFormat> = {}, warnings: readonly string[] = []): FileReading => ({
  reader: 'native',
  tags,
  format: { ...format, ...audio },
  pictures: [],
  warnings,
})
const issues = (tags: Partial<TrackTags>, audio: Partial<AudioFormat> = {}, path = 'A/01 - Song.flac') =>
  quality(reading({ ...complete, ...tags }, audio), path).issues

describe('the quality of tags', () => {
  it('is 100 where nothing is missing or doubtful', () => {
    expect(quality(reading(complete), 'Song.flac')).toEqual({ score: 100, issues: [] })
  })

  it('is 0 where the tags cannot be read', () => {
    expect(quality(undefined, 'Song.flac')).toEqual({ score: 0, issues: ['tags-unreadable'] })
  })

  it('keeps a quarter for a file without any tag', () => {
    expect(quality(reading({}), 'Song.flac')).toEqual({
      score: 25,
      issues: ['no-title', 'no-artist', 'no-album', 'no-track-number', 'no-date', 'no-genre'],
    })
  })

  it.each<[QualityIssue, Partial<TrackTags>, Partial<AudioFormat>]>([
    ['title-from-file-name', { title: '01 - Song' }, {}],
    ['title-from-file-name', { title: 'Track 07' }, {}],
    ['title-from-file-name', { title: 'AudioTrack 07' }, {}],
    ['placeholder-artist', { artist: 'Unknown Artist' }, {}],
    ['placeholder-artist', { artist: '<unknown>' }, {}],
    ['placeholder-album', { album: 'Unknown Album' }, {}],
    ['mojibake', { artist: 'BeyoncÃ©' }, {}],
    ['mojibake', { title: 'Donâ€™t' }, {}],
    ['mojibake', { artist: 'Êèíî' }, {}],
    ['mojibake', { album: 'Beyonc\uFFFD' }, {}],
    ['track-number-beyond-total', { trackNumber: 13, trackTotal: 12 }, {}],
    ['implausible-date', { date: '0203' }, {}],
    ['no-duration', {}, { durationMs: 0 }],
    ['estimated-duration', {}, { durationExact: false }],
    ['low-bitrate', {}, { codec: 'mp3', lossless: false, bitrate: 96_000 }],
  ])('doubts %s: %j %j', (issue, tags, audio) => {
    expect(issues(tags, audio)).toEqual([issue])
  })

  it.each<[Partial<TrackTags>, Partial<AudioFormat>]>([
    [{ artist: 'Beyoncé' }, {}],
    [{ artist: 'Sigur Rós', title: '( )' }, {}],
    [{ title: 'MAÇÃ', artist: 'JOÃO GILBERTO' }, {}],
    [{ title: 'Ænima', artist: 'Кино', album: '椎名林檎' }, {}],
    [{ title: '99 Luftballons' }, {}],
    [{ artist: 'Unknown Mortal Orchestra', album: 'Unknown Pleasures' }, {}],
    [{}, { codec: 'opus', lossless: false, bitrate: 64_000 }],
    [{}, { codec: 'mp3', lossless: false, bitrate: 64_000, channels: 1 }],
    [{}, { codec: 'mp3', lossless: false, bitrate: 127_990 }],
  ])('does not doubt %j %j', (tags, audio) => {
    expect(issues(tags, audio, 'x.flac')).toEqual([])
  })

  it('minds damage that the reader had to read around', () => {
    expect(quality(reading(complete, {}, ['The tag is longer than the file.']), 'x').issues).toEqual(['tags-damaged'])
  })

  it('is 100 less the weights of its issues, never below 0', () => {
    const text = fc.option(fc.constantFrom('', 'Song', 'Unknown Artist', 'Ã©', 'Track 1'), { nil: undefined })
    fc.assert(
      fc.property(text, text, text, fc.boolean(), fc.boolean(), (title, artist, album, exact, damaged) => {
        const tags = Object.fromEntries(
          Object.entries({ title, artist, album }).filter(([, value]) => value !== undefined),
        )
        const judged = quality(reading(tags, { durationExact: exact }, damaged ? ['x'] : []), 'a.mp3')
        const lost = judged.issues.reduce((sum, issue) => sum + qualityWeights[issue], 0)
        expect(judged.score).toBe(Math.max(0, 100 - lost))
      }),
    )
  })
})
