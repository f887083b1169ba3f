import { ScanError } from '../../core/errors.ts'
import type { TrackWrite } from '../../core/ports/library-writer.ts'
import { type GlancedFacts, glanceAt } from '../../core/sealed-entry.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import { trackDocument } from '../../core/text/search-document.ts'
import { booleanFacts, type FactColumn, factColumns, snake } from '../support/sql/track-columns.ts'
import type { CommitScope } from './commit-scope.ts'
import { Folders, keysOf } from './keys.ts'
import { type ColumnTypes, recordsets, selected } from './recordset.ts'
import { parkTasks } from './tasks-of-subjects.ts'
import { type LinkedTrack, linkTracks, unlinkTracks } from './track-links.ts'
import { wordsOf } from './words.ts'

/** The scan on whose behalf tracks are written. */
export interface WritingScan {
  readonly scanId: number
  readonly generation: number
}

const wholeFacts: ReadonlySet<FactColumn> = new Set([
  ...(['discNumber', 'discTotal', 'trackNumber', 'trackTotal', 'year', 'channels', 'bitsPerSample'] as const),
  ...(['encoderDelay', 'encoderPadding'] as const),
])
const realFacts: ReadonlySet<FactColumn> = new Set([
  ...(['size', 'mtimeUs', 'ctimeUs', 'durationMs', 'bitrate', 'sampleRate', 'bpm', 'quality'] as const),
  ...(['replaygainTrackGain', 'replaygainTrackPeak', 'replaygainAlbumGain', 'replaygainAlbumPeak'] as const),
])

const typeOf = (fact: FactColumn): ColumnTypes[string] => {
  if (booleanFacts.has(fact)) return 'boolean'
  if (wholeFacts.has(fact)) return 'bigint'
  return realFacts.has(fact) ? 'float8' : 'text'
}

/** What a track's row holds besides its facts. */
const own: ColumnTypes = {
  root_key: 'bigint',
  folder_key: 'bigint',
  name: 'text',
  read_scan: 'bigint',
  updated_at: 'bigint',
  change_seq: 'bigint',
  change: 'text',
  album_key: 'bigint',
}
const inserted: ColumnTypes = { ...own, id: 'text', added_generation: 'bigint', added_at: 'bigint' }
const updated: ColumnTypes = { ...own, track_key: 'bigint' }
/** The facts as their JSON names them. */
const facts: ColumnTypes = {
  ...Object.fromEntries(factColumns.map((fact) => [fact, typeOf(fact)])),
  qualityIssues: 'json',
}
const columnsOf = (more: ColumnTypes): string => [...Object.keys(more), ...Object.keys(facts).map(snake)].join(', ')
const insertTracks = `INSERT INTO tracks (${columnsOf(inserted)})
  SELECT ${[inserted, facts].flatMap((columns) => Object.entries(columns).map(selected)).join(', ')}
  FROM ${recordsets(inserted, facts)} RETURNING id, track_key`
const updateTracks = `UPDATE tracks t SET ${[own, facts]
  .flatMap((columns) => Object.entries(columns).map((column) => `${snake(column[0])} = ${selected(column)}`))
  .join(
    ', ',
  )}, missing_since = NULL, missing_reason = NULL FROM ${recordsets(updated, facts)} WHERE t.track_key = x.track_key`

interface OldTrack {
  readonly id: string
  readonly track_key: number
  readonly root_key: number
  readonly path: string
  readonly codec: string | null
  readonly size: number
  readonly duration_ms: number | null
  readonly album_key: number | null
  readonly missing_since: number | null
}

/** A track to write, with all that can be told of it without the database. */
export interface PreparedTrack extends GlancedFacts {
  readonly action: TrackWrite['action']
  readonly id: string
  /** Its search entry. */
  readonly words: string
}

/** Prepares tracks for {@link writeTracks}, while the lock of all writers is still somebody else's. */
export const prepareTracks = (writes: readonly TrackWrite[]): readonly PreparedTrack[] =>
  writes.map(({ action, id, entry }) => {
    const glanced = glanceAt(entry)
    return { action, id, ...glanced, words: wordsOf(trackDocument(glanced.facts)) }
  })

/** Writes tracks with their links, genres and search entries. */
export const writeTracks = async (
  scope: CommitScope,
  scan: WritingScan,
  tracks: readonly PreparedTrack[],
): Promise<void> => {
  if (tracks.length === 0) return
  const { db } = scope
  const folders = await Folders.of(
    db,
    tracks.map(({ facts }) => ({ rootId: facts.rootId, path: folderOf(facts.path) })),
  )
  const albums = await keysOf(
    db,
    'albums',
    tracks.flatMap(({ facts }) => facts.albumId ?? []),
  )
  const old = await leavePlaces(
    scope,
    tracks.filter((track) => track.action === 'update'),
    folders,
  )
  const keys = new Map([...old].map(([id, { track_key }]) => [id, track_key]))
  // In the order of the writes, because each takes the next place in the sequence of changes.
  const rows = tracks.map((track) => ({ track, values: rowOf(track, scope, scan, folders, albums) }))
  const updates = rows.filter(({ track }) => track.action === 'update')
  if (updates.length > 0) {
    await unlinkTracks(scope, [...old.values()])
    await db.run('DELETE FROM pending_losses WHERE track_key = ANY(?::bigint[])', [...keys.values()])
    const values = updates.map((row) => ({ ...row.values, track_key: keys.get(row.track.id) }))
    await db.run(updateTracks, JSON.stringify(values), factsOf(updates))
    await parkTasks(
      db,
      [...old.values()].filter((before) => before.missing_since !== null).map((before) => before.track_key),
      false,
    )
  }
  const inserts = rows.filter(({ track }) => track.action === 'insert')
  if (inserts.length > 0) {
    const values = inserts.map((row) => ({
      ...row.values,
      id: row.track.id,
      added_generation: scan.generation,
      added_at: scope.now,
    }))
    const added = await db.all<{ id: string; track_key: number }>(
      insertTracks,
      JSON.stringify(values),
      factsOf(inserts),
    )
    for (const { id, track_key } of added) keys.set(id, track_key)
    if ((await db.get('SELECT 1 FROM tombstones LIMIT 1')) !== undefined)
      await db.run(
        'DELETE FROM tombstones WHERE track_id = ANY(?::text[])',
        added.map(({ id }) => id),
      )
  }
  for (const before of old.values()) scope.totals.count(countedOf(before), -1)
  for (const { facts } of tracks) {
    scope.totals.count({ ...facts, rootKey: folders.root(facts.rootId), missing: false }, 1)
    if (facts.albumId !== null) scope.unsettleAlbum(albums.get(facts.albumId) ?? null)
  }
  await linkTracks(
    scope,
    tracks.map((track): LinkedTrack => ({ ...track, trackKey: keys.get(track.id) ?? 0 })),
  )
}

/** All tracks that change places leave theirs before one is taken, so that the order of the writes does not matter. */
const leavePlaces = async (
  { db, now }: CommitScope,
  updates: readonly PreparedTrack[],
  folders: Folders,
): Promise<ReadonlyMap<string, OldTrack>> => {
  if (updates.length === 0) return new Map()
  const rows = await db.all<OldTrack>(
    'SELECT id, track_key, root_key, path, codec, size, duration_ms, album_key, missing_since FROM tracks WHERE id = ANY(?::text[])',
    updates.map((track) => track.id),
  )
  const old = new Map(rows.map((row) => [row.id, row]))
  const leaving = updates.flatMap(({ id, facts }) => {
    const before = old.get(id)
    if (before === undefined) throw new ScanError('STORAGE_REFUSED', `There is no track ${id} to update.`)
    return before.path !== facts.path || before.root_key !== folders.root(facts.rootId) ? [before.track_key] : []
  })
  if (leaving.length > 0)
    await db.run('UPDATE tracks SET missing_since = ? WHERE track_key = ANY(?::bigint[])', now, leaving)
  return old
}

const rowOf = (
  { action, id, facts }: PreparedTrack,
  scope: CommitScope,
  scan: WritingScan,
  folders: Folders,
  albums: ReadonlyMap<string, number>,
): Readonly<Record<string, unknown>> => {
  const albumKey = facts.albumId === null ? null : albums.get(facts.albumId)
  if (albumKey === undefined)
    throw new ScanError('STORAGE_REFUSED', `There is no album ${facts.albumId} for track ${id}.`)
  return {
    root_key: folders.root(facts.rootId),
    folder_key: folders.folder(facts.rootId, folderOf(facts.path)),
    name: nameOf(facts.path),
    read_scan: scan.scanId,
    updated_at: scope.now,
    change_seq: scope.nextSeq(),
    change: action === 'insert' ? 'added' : 'updated',
    album_key: albumKey,
  }
}

/** The facts of rows as the JSON they came in. */
const factsOf = (rows: readonly { readonly track: PreparedTrack }[]): string =>
  `[${rows.map(({ track }) => track.columns).join(',')}]`

const countedOf = (old: OldTrack) => ({
  rootKey: old.root_key,
  codec: old.codec,
  size: old.size,
  durationMs: old.duration_ms,
  missing: old.missing_since !== null,
})
