import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IAudioMetadata, parseFile } from 'music-metadata'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GeneratedTrack, generateLibrary } from '../../src/testing.ts'

const installed = (program: string): boolean => spawnSync(program, ['-version']).error === undefined

// Of an ID3v2.3 date, music-metadata reads only the year (TYER), not day and month (TDAT).
const isVersion3 = (track: GeneratedTrack): boolean => track.format === 'mp3' && track.mp3Tags.id3v2 === 3

/** What music-metadata reads, under the names of a described track. */
const readBack = ({ common, format }: IAudioMetadata, track: GeneratedTrack): object => ({
  title: common.title,
  artist: common.artist,
  artists: common.artists,
  albumArtist: common.albumartist,
  album: common.album,
  track: common.track,
  disc: common.disk,
  date: common.date ?? (isVersion3(track) ? track.date : String(common.year)),
  year: common.year,
  genres: common.genre,
  composer: common.composer?.join('/'),
  compilation: common.compilation ?? false,
  isrc: common.isrc?.[0],
  recordingId: common.musicbrainz_recordingid,
  releaseId: common.musicbrainz_albumid,
  artistIds: common.musicbrainz_artistid ?? [],
  albumArtistIds: common.musicbrainz_albumartistid ?? [],
  cover: common.picture?.map(({ format: mime, data }) => ({ mime, bytes: data.length }))[0],
  sampleRate: format.sampleRate,
  channels: format.numberOfChannels,
  durationMs: Math.round((format.duration ?? 0) * 1000),
})

const expected = (track: GeneratedTrack): object => ({
  title: track.title,
  artist: track.artist,
  artists: track.artists,
  albumArtist: track.albumArtist,
  album: track.album,
  track: { no: track.trackNumber, of: track.trackTotal },
  disc: { no: track.discNumber, of: track.discTotal },
  date: track.date,
  year: Number(track.date.slice(0, 4)),
  genres: track.genres,
  composer: track.composer,
  compilation: track.compilation,
  isrc: track.isrc,
  recordingId: track.recordingId,
  releaseId: track.releaseId,
  artistIds: track.artistIds,
  albumArtistIds: track.albumArtistIds,
  cover: track.cover && { mime: track.cover.mime, bytes: track.cover.bytes },
  sampleRate: track.audio.sampleRate,
  channels: track.audio.channels,
  durationMs: Math.round(track.durationMs),
})

// It splits ID3v2.3 texts at every slash, those of `AC/DC` too.
const isSplit = (track: GeneratedTrack): boolean =>
  isVersion3(track) && [track.artist, track.albumArtist, track.composer ?? ''].some((name) => name.includes('/'))

describe.each([{ tiny: false }, { tiny: true }])('a generated library, tiny: $tiny', ({ tiny }) => {
  let directory: string
  let tracks: GeneratedTrack[]

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'soniquebay-library-'))
    const formats = { mp3: 3, flac: 2, m4a: 2, ogg: 2, opus: 2 }
    const library = await generateLibrary({ directory, files: 200, seed: 5, formats, duplicates: 4, tiny })
    tracks = [...library.tracks()]
  })

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const check = (program: string, args: readonly string[], wanted: (track: GeneratedTrack) => boolean): void => {
    const paths = tracks.filter(wanted).map(({ path }) => join(directory, path))
    expect(paths.length).toBeGreaterThan(5)
    for (const path of paths) {
      const { status, stdout, stderr } = spawnSync(program, [...args, path], { encoding: 'utf8' })
      expect({ path, status, complaints: stderr + (stdout.match(/^.*(WARN|ERROR).*$/gim)?.join('\n') ?? '') }).toEqual({
        path,
        status: 0,
        complaints: '',
      })
    }
  }

  test('is read back by music-metadata as described', async () => {
    for (const track of tracks) {
      if (isSplit(track)) continue
      const metadata = await parseFile(join(directory, track.path), { duration: true })
      expect(readBack(metadata, track), track.path).toEqual(expected(track))
    }
  })

  test.skipIf(!installed('ffmpeg'))(
    'is decoded by ffmpeg without a complaint',
    () => {
      const decode = (path: string) => ['-v', 'error', '-i', path, '-f', 'null', '-']
      for (const track of tracks.slice(0, 25)) {
        const { status, stderr } = spawnSync('ffmpeg', decode(join(directory, track.path)), { encoding: 'utf8' })
        expect({ path: track.path, status, stderr }).toEqual({ path: track.path, status: 0, stderr: '' })
      }
    },
    60_000,
  )

  test.skipIf(!installed('flac'))('passes the check of the FLAC encoder, MD5 included', () => {
    check('flac', ['--test', '--silent', '--warnings-as-errors'], ({ format }) => format === 'flac')
  })

  test.skipIf(!installed('ogginfo'))('passes the check of vorbis-tools', () => {
    check('ogginfo', [], ({ format }) => format === 'ogg')
  })

  test.skipIf(!installed('opusinfo'))('passes the check of opus-tools', () => {
    check('opusinfo', [], ({ format }) => format === 'opus')
  })
})
