import { stemOf } from '../../core/identity/stem.ts'
import type { Root } from '../../core/model/root.ts'
import type { WorkerRecord } from '../../core/model/worker.ts'
import { folderOf } from '../../core/text/path-parts.ts'
import { albumDocument, artistDocument, trackDocument } from '../../core/text/search-document.ts'
import { Journal } from './journal.ts'
import { RowIndex } from './row-index.ts'
import type {
  AlbumRow,
  ArrivalRow,
  ArtistRow,
  ChangeRow,
  DerivedRow,
  ErrorRow,
  FolderRow,
  LossRow,
  ScanRow,
  TaskKindRow,
  TaskRow,
  TrackRow,
  UnitRow,
} from './rows.ts'
import { SearchIndex } from './search-index.ts'
import { Table } from './table.ts'

/** Rows by root and path; byte order of these keys is order of root and path. */
export const placeKey = (rootId: string, path: string): string => `${rootId}\0${path}`

/** Identifies a subject of tasks. */
export const subjectKey = (type: TaskRow['subjectType'], id: string): string => `${type}\0${id}`

/** Everything a library holds, as tables with their indexes. */
export class Library {
  readonly journal = new Journal()

  /** What is known in each folder, by root and folder key. */
  readonly folderContents = new RowIndex<FolderRow | TrackRow | ArrivalRow | ErrorRow>()
  readonly tracksAt = new RowIndex<TrackRow>()
  readonly tracksByAudio = new RowIndex<TrackRow>()
  readonly tracksByStem = new RowIndex<TrackRow>()
  readonly tracksByAlbum = new RowIndex<TrackRow>()
  readonly tracksByArtist = new RowIndex<TrackRow>()
  readonly presentByRoot = new RowIndex<TrackRow>()
  readonly missingTracks = new RowIndex<TrackRow>()
  readonly arrivalsByAudio = new RowIndex<ArrivalRow>()
  readonly arrivalsAt = new RowIndex<ArrivalRow>()
  readonly lossesAt = new RowIndex<LossRow>()
  /** Losses that count against the guard, by root. */
  readonly lossesByRoot = new RowIndex<LossRow>()
  readonly unsettledAlbums = new RowIndex<AlbumRow>()
  readonly albumsByArtist = new RowIndex<AlbumRow>()
  readonly unsettledArtists = new RowIndex<ArtistRow>()
  readonly artistsByFoldedName = new RowIndex<ArtistRow>()
  /** The name-only artists that are one with an MBID. */
  readonly artistsBySameAs = new RowIndex<ArtistRow>()
  readonly tasksByKey = new RowIndex<TaskRow>()
  readonly tasksBySubject = new RowIndex<TaskRow>()

  readonly derivedByTrack = new RowIndex<DerivedRow>()

  readonly trackSearch: SearchIndex = new SearchIndex((id) =>
    mapped(this.tracks.get(id), ({ facts }) => trackDocument(facts)),
  )
  readonly albumSearch: SearchIndex = new SearchIndex((id) => mapped(this.albums.get(id), albumDocument))
  readonly artistSearch: SearchIndex = new SearchIndex((id) => mapped(this.artists.get(id), artistDocument))

  readonly roots = new Table<Root>(this.journal, (root) => root.id)

  readonly folders = new Table<FolderRow>(this.journal, ({ state }) => placeKey(state.rootId, state.key), [
    [this.folderContents, ({ state }) => [placeKey(state.rootId, state.key)]],
  ])

  readonly tracks = new Table<TrackRow>(this.journal, (track) => track.id, [
    [this.folderContents, ({ facts }) => [placeKey(facts.rootId, folderOf(facts.path))]],
    [this.tracksAt, ({ facts }) => [placeKey(facts.rootId, facts.path)]],
    [this.tracksByAudio, ({ facts }) => (facts.audioKey === null ? [] : [facts.audioKey])],
    [this.tracksByStem, ({ facts }) => [placeKey(facts.rootId, stemOf(facts.path))]],
    [this.tracksByAlbum, ({ facts }) => (facts.albumId === null ? [] : [facts.albumId])],
    [this.tracksByArtist, ({ facts }) => artistIds(facts.artists)],
    [this.presentByRoot, ({ facts, missing }) => (missing === null ? [facts.rootId] : [])],
    [this.missingTracks, ({ id, missing }) => (missing === null ? [] : [id])],
    [this.trackSearch, ({ id }) => [id]],
  ])

  readonly albums = new Table<AlbumRow>(this.journal, (album) => album.id, [
    [this.unsettledAlbums, ({ id, settled }) => (settled ? [] : [id])],
    [this.albumsByArtist, ({ artists }) => artistIds(artists)],
    [this.albumSearch, ({ id }) => [id]],
  ])

  readonly artists = new Table<ArtistRow>(this.journal, (artist) => artist.id, [
    [this.unsettledArtists, ({ id, settled }) => (settled ? [] : [id])],
    [this.artistsByFoldedName, ({ foldedName }) => [foldedName]],
    [this.artistsBySameAs, ({ sameAs }) => (sameAs === null ? [] : [sameAs])],
    [this.artistSearch, ({ id }) => [id]],
  ])

  readonly arrivals = new Table<ArrivalRow>(this.journal, arrivalPlace, [
    [this.folderContents, ({ arrival: { entry } }) => [placeKey(entry.facts.rootId, folderOf(entry.facts.path))]],
    [this.arrivalsAt, (row) => [arrivalPlace(row)]],
    [this.arrivalsByAudio, ({ arrival: { entry } }) => (entry.facts.audioKey === null ? [] : [entry.facts.audioKey])],
  ])

  readonly losses = new Table<LossRow>(this.journal, (loss) => loss.trackId, [
    [this.lossesAt, (loss) => [`${placeKey(loss.rootId, loss.path)}\0${loss.trackId}`]],
    [this.lossesByRoot, ({ rootId, reason }) => (reason === 'ignored' ? [] : [rootId])],
  ])

  readonly errors = new Table<ErrorRow>(this.journal, ({ error }) => placeKey(error.rootId, error.path), [
    [
      this.folderContents,
      ({ error }) => (isFileError(error.path) ? [placeKey(error.rootId, folderOf(error.path))] : []),
    ],
  ])

  readonly tasks = new Table<TaskRow>(this.journal, ({ taskId }) => String(taskId), [
    [this.tasksByKey, (task) => [taskKey(task)]],
    [this.tasksBySubject, ({ subjectType, subjectId }) => [subjectKey(subjectType, subjectId)]],
  ])

  readonly taskKinds = new Table<TaskKindRow>(this.journal, ({ kind }) => kind)

  readonly derived = new Table<DerivedRow>(this.journal, ({ trackId, kind }) => derivedKey(trackId, kind), [
    [this.derivedByTrack, ({ trackId }) => [trackId]],
  ])

  readonly scans = new Table<ScanRow>(this.journal, ({ id }) => String(id))
  readonly units = new Table<UnitRow>(this.journal, ({ unitId }) => String(unitId))
  /** Leases by name. */
  readonly leases = new Map<string, { readonly holder: string; readonly until: number }>()
  readonly workers = new Map<string, WorkerRecord>()
  readonly changes = new Table<ChangeRow>(this.journal, ({ trackId }) => trackId)

  lastScanId = 0
  #lastUnitId = 0
  #lastTaskId = 0
  #lastSeq = 0

  nextUnitId(): number {
    return ++this.#lastUnitId
  }

  nextTaskId(): number {
    return ++this.#lastTaskId
  }

  nextSeq(): number {
    return ++this.#lastSeq
  }
}

/** Key of a task: its subject and kind are unique. */
export const taskKey = ({
  subjectType,
  subjectId,
  kind,
}: Pick<TaskRow, 'subjectType' | 'subjectId' | 'kind'>): string => `${subjectKey(subjectType, subjectId)}\0${kind}`

/** Key of a value kept of a track. */
export const derivedKey = (trackId: string, kind: string): string => `${trackId}\0${kind}`

const mapped = <Row, Value>(row: Row | undefined, map: (row: Row) => Value): Value | undefined =>
  row === undefined ? undefined : map(row)

const arrivalPlace = ({ arrival: { entry } }: ArrivalRow): string => placeKey(entry.facts.rootId, entry.facts.path)

const artistIds = (credits: readonly { readonly artistId: string }[]): readonly string[] => [
  ...new Set(credits.map((credit) => credit.artistId)),
]

/** Errors of folders have the key of the folder as their path. */
const isFileError = (path: string): boolean => path !== '' && !path.endsWith('/')
