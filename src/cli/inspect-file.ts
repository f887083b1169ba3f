import { basename, dirname, resolve } from 'node:path'
import { nodeFileSource } from '../adapters/files/node-file-source.ts'
import { type ReaderChoice, readersOf, readFile } from '../adapters/tags/read-file.ts'
import type { ScanErrorCode } from '../core/errors.ts'
import type { AudioFormat } from '../core/model/audio-format.ts'
import type { PicturePlace } from '../core/model/picture-place.ts'
import type { MusicBrainzIds, ReplayGain, TrackTags } from '../core/model/track-tags.ts'
import { batchDrafts } from '../stages/batch/batch-drafts.ts'
import { batchSettings } from '../stages/batch/batch-settings.ts'
import { extractFile } from '../stages/extract/extract-file.ts'

/** One file as `inspect --json` prints it: lists are empty and values null when nothing says them. */
export interface InspectedFile {
  readonly path: string
  readonly reader: string | null
  readonly error: { readonly code: ScanErrorCode; readonly message: string } | null
  readonly title: string | null
  readonly artists: readonly string[]
  readonly albumArtists: readonly string[]
  readonly album: string | null
  readonly trackNumber: number | null
  readonly trackTotal: number | null
  readonly discNumber: number | null
  readonly discTotal: number | null
  readonly date: string | null
  readonly originalDate: string | null
  readonly year: number | null
  readonly genres: readonly string[]
  readonly composers: readonly string[]
  readonly isrcs: readonly string[]
  readonly musicbrainz: MusicBrainzIds
  readonly replayGain: ReplayGain
  readonly format: AudioFormat | null
  readonly pictures: readonly PicturePlace[]
  readonly audioKey: string | null
  readonly quality: number
  readonly qualityIssues: readonly string[]
  /** Everything else that the tags say. */
  readonly tags: TrackTags
  readonly warnings: readonly string[]
}

/** Reads one file the way a scan does. */
export const inspectFile = async (file: string, reader: ReaderChoice): Promise<InspectedFile> => {
  const absolute = resolve(file)
  const rootId = 'inspect'
  const change = {
    kind: 'added',
    rootId,
    path: basename(absolute),
    diskPath: null,
    reason: 'inspect',
    lyricsFile: null,
    size: 0,
    mtimeUs: 0,
    ctimeUs: 0,
  } as const
  const draft = await extractFile(change, {
    source: nodeFileSource(),
    locations: { [rootId]: dirname(absolute) },
    readFile: (input) => readFile(input, readersOf[reader]),
    now: Date.now,
  })
  const facts = draft.isTrack ? batchDrafts([draft], batchSettings()).entries[0]?.facts : undefined
  const tags = draft.reading?.tags ?? {}
  return {
    path: file,
    reader: draft.reading?.reader ?? null,
    error: draft.error === undefined ? null : { code: draft.error.code, message: draft.error.message },
    title: tags.title ?? null,
    artists: tags.artists ?? (tags.artist === undefined ? [] : [tags.artist]),
    albumArtists: tags.albumArtists ?? (tags.albumArtist === undefined ? [] : [tags.albumArtist]),
    album: tags.album ?? null,
    trackNumber: tags.trackNumber ?? null,
    trackTotal: tags.trackTotal ?? null,
    discNumber: tags.discNumber ?? null,
    discTotal: tags.discTotal ?? null,
    date: tags.date ?? null,
    originalDate: tags.originalDate ?? null,
    year: facts?.year ?? null,
    genres: tags.genres ?? [],
    composers: (tags.credits ?? []).filter((credit) => credit.role === 'composer').map((credit) => credit.name),
    isrcs: tags.isrcs ?? [],
    musicbrainz: tags.musicbrainz ?? {},
    replayGain: tags.replayGain ?? {},
    format: draft.reading?.format ?? null,
    pictures: draft.reading?.pictures ?? [],
    audioKey: draft.reading?.audioKey ?? null,
    quality: facts?.quality ?? 0,
    qualityIssues: facts?.qualityIssues ?? [],
    tags,
    warnings: draft.reading?.warnings ?? [],
  }
}
