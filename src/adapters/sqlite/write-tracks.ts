import { ScanError } from '../../core/errors.ts'
import type { TrackWrite } from '../../core/ports/library-writer.ts'
import { type GlancedFacts, glanceAt, headOf } from '../../core/sealed-entry.ts'
import { folderOf, nameOf } from '../../core/text/path-parts.ts'
import { factColumns, snake } from '../support/sql/track-columns.ts'
import type { CommitScope } from './commit-scope.ts'
import type { Bindable } from './connection.ts'
import { linkTrack, unlinkTrack } from './track-links.ts'

/** The scan on whose behalf tracks are written. */
export interface WritingScan {
  readonly scanId: number
  readonly generation: number
}

const written = [
  ...[
    'root_key',
    'folder_key',
    'name',
    'read_scan',
    'updated_at',
    'change_seq',
    'change',
    'album_key',
    'quality_issues',
  ],
  ...factColumns.map(snake),
]
const insertTrack = `INSERT INTO tracks (${written.join(', ')}, id, added_generation, added_at) VALUES (${written.map(() => '?').join(', ')}, ?, ?, ?)`
const updateTrack = `UPDATE tracks SET ${written.map((column) => `${column} = ?`).join(', ')}, missing_since = NULL, missing_reason = NULL WHERE track_key = ?`

interface OldTrack {
  readonly track_key: number
  readonly root_key: number
  readonly path: string
  readonly codec: string | null
  readonly size: number
  readonly duration_ms: number | null
  readonly album_key: number | null
  readonly missing_since: number | null
}

/** Writes tracks with their links, genres and search entries. */
export const writeTracks = (scope: CommitScope, scan: WritingScan, writes: readonly TrackWrite[]): void => {
  const old = new Map<string, OldTrack>()
  for (const write of writes) if (write.action === 'update') old.set(write.id, leavePlace(scope, write))
  for (const write of writes) {
    const before = write.action === 'update' ? (old.get(write.id) ?? leavePlace(scope, write)) : undefined
    old.delete(write.id)
    writeTrack(scope, scan, write.id, glanceAt(write.entry), before)
  }
}

/** All tracks that change places leave theirs before one is taken, so that the order of the writes does not matter. */
const leavePlace = ({ db, keys, now }: CommitScope, { id, entry }: TrackWrite): OldTrack => {
  const old = db.get<OldTrack>(
    'SELECT track_key, root_key, path, codec, size, duration_ms, album_key, missing_since FROM tracks WHERE id = ?',
    id,
  )
  if (old === undefined) throw new ScanError('STORAGE_REFUSED', `There is no track ${id} to update.`)
  const { rootId, path } = headOf(entry)
  if (old.path !== path || old.root_key !== keys.root(rootId))
    db.run('UPDATE tracks SET missing_since = ? WHERE track_key = ?', now, old.track_key)
  return old
}

const writeTrack = (
  scope: CommitScope,
  scan: WritingScan,
  id: string,
  glanced: GlancedFacts,
  old: OldTrack | undefined,
): void => {
  const { db, keys, now } = scope
  const { facts } = glanced
  const rootKey = keys.root(facts.rootId)
  const albumKey = facts.albumId === null ? null : keys.album(facts.albumId)
  if (albumKey === undefined)
    throw new ScanError('STORAGE_REFUSED', `There is no album ${facts.albumId} for track ${id}.`)
  const values: Bindable[] = [
    ...[
      rootKey,
      keys.folder(facts.rootId, folderOf(facts.path)),
      nameOf(facts.path),
      scan.scanId,
      now,
      scope.nextSeq(),
    ],
    ...[old === undefined ? 'added' : 'updated', albumKey, JSON.stringify(facts.qualityIssues)],
  ]
  for (const column of factColumns) values.push(facts[column])

  let trackKey: number
  if (old === undefined) {
    trackKey = db.insert(insertTrack, ...values, id, scan.generation, now)
    if (scope.hasTombstones()) db.run('DELETE FROM tombstones WHERE track_id = ?', id)
  } else {
    trackKey = old.track_key
    db.run(updateTrack, ...values, trackKey)
    unlinkTrack(scope, trackKey, old.album_key)
    db.run('DELETE FROM pending_losses WHERE track_key = ?', trackKey)
    scope.totals.count(countedOf(old), -1)
    if (old.missing_since !== null)
      db.run("UPDATE tasks SET parked = 0 WHERE subject_key = ? AND subject_type = 'track'", trackKey)
  }
  scope.totals.count({ ...facts, rootKey, missing: false }, 1)
  keys.rememberTrack(id, trackKey)
  scope.unsettleAlbum(albumKey)
  linkTrack(scope, trackKey, glanced)
}

const countedOf = (old: OldTrack) => ({
  rootKey: old.root_key,
  codec: old.codec,
  size: old.size,
  durationMs: old.duration_ms,
  missing: old.missing_since !== null,
})
