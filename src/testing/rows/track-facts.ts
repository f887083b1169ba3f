import type { TrackArtist, TrackFacts } from '../../core/model/track.ts'
import { sortKey } from '../../core/text/sort-key.ts'

/** Valid facts of a track, for tests of storages and stages. What is not given is plain: no album, no artists, nothing tagged but the title. */
export const trackFacts = (facts: Partial<TrackFacts> = {}): TrackFacts => {
  const path = facts.path ?? 'song.mp3'
  const title = facts.title ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  return {
    rootId: 'music',
    path,
    diskPath: null,
    size: 4_000_000,
    mtimeUs: 1_700_000_000_000_000,
    ctimeUs: 1_700_000_000_000_000,
    audioKey: `mp3.1:${path}`,
    title,
    sortTitle: sortKey(title),
    artist: null,
    albumArtist: null,
    album: null,
    albumId: null,
    discNumber: null,
    discTotal: null,
    discSubtitle: null,
    trackNumber: null,
    trackTotal: null,
    date: null,
    originalDate: null,
    year: null,
    compilation: false,
    durationMs: 180_000,
    durationExact: true,
    container: 'mp3',
    codec: 'mp3',
    codecProfile: null,
    bitrate: 192_000,
    sampleRate: 44_100,
    channels: 2,
    bitsPerSample: null,
    lossless: false,
    encoderDelay: null,
    encoderPadding: null,
    replaygainTrackGain: null,
    replaygainTrackPeak: null,
    replaygainAlbumGain: null,
    replaygainAlbumPeak: null,
    isrc: null,
    musicbrainzRecordingId: null,
    musicbrainzTrackId: null,
    musicbrainzReleaseId: null,
    musicbrainzReleaseGroupId: null,
    bpm: null,
    key: null,
    hasLyrics: false,
    hasSyncedLyrics: false,
    quality: 80,
    qualityIssues: [],
    reader: 'native',
    tags: { title },
    pictures: [],
    artists: [],
    genres: [],
    ...facts,
  }
}

/** One credit of a track. */
export const trackArtist = (credit: Pick<TrackArtist, 'artistId'> & Partial<TrackArtist>): TrackArtist => ({
  role: 'artist',
  position: 0,
  creditedAs: credit.artistId,
  detail: null,
  ...credit,
})
