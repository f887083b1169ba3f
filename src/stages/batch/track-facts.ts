import { type AlbumTraits, albumKey } from '../../core/identity/album-key.ts'
import { plainDate, yearOf } from '../../core/identity/dates.ts'
import { quality } from '../../core/identity/quality.ts'
import { nameStem } from '../../core/identity/stem.ts'
import type { AlbumSeed } from '../../core/model/album.ts'
import type { ArtistSeed } from '../../core/model/artist.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { TrackDraft } from '../../core/model/entity-batch.ts'
import type { TrackFacts } from '../../core/model/track.ts'
import type { TrackTags } from '../../core/model/track-tags.ts'
import type { BatchRules } from './batch-rules.ts'
import { clean } from './clean.ts'
import { creditArtists, type TrackCredits, variousArtists } from './credit-artists.ts'
import { real, whole } from './numbers.ts'
import { distinctGenres } from './split-genres.ts'

/** The rows that tracks share, by id; filled as tracks name them. */
export interface SharedRows {
  readonly artists: Map<string, ArtistSeed>
  readonly albums: Map<string, AlbumSeed>
}

/** What one draft says about its track, every column filled. */
export const trackFacts = (draft: TrackDraft, rules: BatchRules, shared: SharedRows): TrackFacts => {
  const { change } = draft
  const reading = draft.reading === undefined ? undefined : clean(draft.reading)
  const format = reading?.format
  const tags = withSidecar(reading?.tags ?? {}, draft)
  const { musicbrainz, replayGain, lyrics } = tags
  const title = textOf(tags.title) ?? nameStem(change.path)
  const date = plainDate(tags.date)
  const originalDate = plainDate(tags.originalDate)
  const { score, issues } = quality(reading, change.path)
  const credits = creditArtists(tags, rules, shared.artists)
  const album = textOf(tags.album)
  const albumArtist = albumArtistOf(tags)
  return {
    rootId: change.rootId,
    path: change.path,
    diskPath: change.diskPath,
    size: change.size,
    mtimeUs: change.mtimeUs,
    ctimeUs: change.ctimeUs,
    audioKey: reading?.audioKey ?? null,
    title,
    sortTitle: rules.titleKey(textOf(tags.titleSort) ?? title),
    artist: textOf(tags.artist) ?? joined(tags.artists),
    albumArtist,
    album,
    albumId: album === null ? null : albumOf(album, albumArtist, tags, change, credits, rules, shared.albums),
    // A disc 0, or a total of 0, is an empty field; a track 0 is music before the first track.
    discNumber: whole(tags.discNumber, 1),
    discTotal: whole(tags.discTotal, 1),
    discSubtitle: textOf(tags.discSubtitle),
    trackNumber: whole(tags.trackNumber),
    trackTotal: whole(tags.trackTotal, 1),
    date,
    originalDate,
    year: yearOf(date) ?? yearOf(originalDate),
    compilation: tags.compilation === true,
    durationMs: whole(format?.durationMs, 1),
    durationExact: format?.durationExact ?? false,
    container: format?.container ?? null,
    codec: format?.codec ?? null,
    codecProfile: format?.codecProfile ?? null,
    bitrate: whole(format?.bitrate, 1),
    sampleRate: whole(format?.sampleRate, 1),
    channels: whole(format?.channels, 1),
    bitsPerSample: whole(format?.bitsPerSample, 1),
    lossless: format?.lossless ?? false,
    encoderDelay: whole(format?.encoderDelay),
    encoderPadding: whole(format?.encoderPadding),
    replaygainTrackGain: real(replayGain?.trackGainDb),
    replaygainTrackPeak: real(replayGain?.trackPeak),
    replaygainAlbumGain: real(replayGain?.albumGainDb),
    replaygainAlbumPeak: real(replayGain?.albumPeak),
    isrc: textOf(tags.isrcs?.[0]),
    musicbrainzRecordingId: textOf(musicbrainz?.recordingId),
    musicbrainzTrackId: textOf(musicbrainz?.trackId),
    musicbrainzReleaseId: textOf(musicbrainz?.releaseId),
    musicbrainzReleaseGroupId: textOf(musicbrainz?.releaseGroupId),
    bpm: real(tags.bpm),
    key: textOf(tags.key),
    hasLyrics: lyrics !== undefined,
    hasSyncedLyrics: lyrics?.some((text) => text.lines !== undefined) ?? false,
    quality: score,
    qualityIssues: issues,
    reader: reading?.reader ?? null,
    tags,
    pictures: reading?.pictures ?? [],
    artists: credits.artists,
    genres: distinctGenres(tags.genres, rules.splitGenre),
  }
}

const withSidecar = (tags: TrackTags, { sidecarLyrics }: TrackDraft): TrackTags =>
  sidecarLyrics === undefined ? tags : { ...tags, lyrics: [...(tags.lyrics ?? []), clean(sidecarLyrics)] }

const textOf = (text: string | undefined): string | null => (text === undefined ? null : text.trim() || null)

const joined = (texts: readonly string[] | undefined): string | null => textOf(texts?.join('; '))

const albumArtistOf = (tags: TrackTags): string | null =>
  textOf(tags.albumArtist) ?? joined(tags.albumArtists) ?? (tags.compilation === true ? variousArtists : null)

/** The id of the track's album, whose row is added when it is the first to name it; `null` when it can be grouped with nothing. */
const albumOf = (
  album: string,
  albumArtist: string | null,
  tags: TrackTags,
  { rootId, path }: FileChange,
  { albumArtists }: TrackCredits,
  rules: BatchRules,
  albums: Map<string, AlbumSeed>,
): string | null => {
  const traits: AlbumTraits = {
    rootId,
    path,
    album,
    albumArtists,
    musicbrainzReleaseId: tags.musicbrainz?.releaseId,
    musicbrainzReleaseGroupId: tags.musicbrainz?.releaseGroupId,
    edition: tags.edition,
    date: tags.date,
    originalDate: tags.originalDate,
    barcode: tags.barcode,
    catalogNumber: tags.catalogNumbers?.[0],
    media: tags.media,
  }
  const key = albumKey(traits, rules.settings.albumRule, rules.settings.albumsAcrossRoots)
  if (key === null) return null
  const id = rules.albumId(key)
  if (!albums.has(id)) {
    albums.set(id, { id, title: album, sortTitle: rules.nameKey(textOf(tags.albumSort) ?? album), albumArtist })
  }
  return id
}
