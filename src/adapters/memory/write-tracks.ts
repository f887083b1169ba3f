import { ScanError } from '../../core/errors.ts'
import type { MissingReason } from '../../core/model/track.ts'
import type { TrackWrite, UnitCommit } from '../../core/ports/library-writer.ts'
import { type Library, placeKey } from './library.ts'
import { recordChange } from './record-change.ts'
import type { ScanRow, TrackRow } from './rows.ts'
import { unsettle } from './unsettle.ts'

/** The track at a place that is not missing. */
export const presentAt = (library: Library, rootId: string, path: string): TrackRow | undefined => {
  for (const track of library.tracksAt.get(placeKey(rootId, path))) if (track.missing === null) return track
  return undefined
}

/** Writes tracks; those that change places may take each other's. */
export const writeTracks = (library: Library, writes: readonly TrackWrite[], scan: ScanRow, now: number): void => {
  for (const write of writes) writeTrack(library, write, scan, now)
  for (const { id, entry } of writes) {
    for (const other of library.tracksAt.get(placeKey(entry.facts.rootId, entry.facts.path))) {
      if (other.id !== id && other.missing === null) throw refusal(entry.facts, `track ${other.id} is at its path`)
    }
  }
}

const writeTrack = (library: Library, { action, id, entry }: TrackWrite, scan: ScanRow, now: number): void => {
  const { facts } = entry
  const before = library.tracks.get(id)
  if (action === 'insert' && before !== undefined) throw refusal(facts, `the id ${id} is taken`)
  if (action === 'update' && before === undefined) throw refusal(facts, `there is no track ${id} to update`)
  requireNamed(library, facts)
  const after: TrackRow = {
    kind: 'track',
    id,
    facts,
    missing: null,
    addedAt: before?.addedAt ?? now,
    updatedAt: now,
    readScan: scan.id,
    generation: before?.generation ?? scan.generation,
  }
  library.tracks.put(after)
  library.losses.delete(id)
  if (before !== undefined) unsettle(library, before)
  unsettle(library, after)
  recordChange(library, id, action === 'insert' ? 'added' : 'updated')
}

/** Marks a track missing; one that already is keeps its date and reason. */
export const markMissing = (library: Library, id: string, reason: MissingReason, now: number): void => {
  library.losses.delete(id)
  const track = library.tracks.get(id)
  if (track === undefined || track.missing !== null) return
  library.tracks.put({ ...track, missing: { since: now, reason }, updatedAt: now })
  unsettle(library, track)
  recordChange(library, id, 'missing')
}

export const renewStamp = (library: Library, stamp: NonNullable<UnitCommit['stamps']>[number], scan: ScanRow): void => {
  const { rootId, path, size, mtimeUs, ctimeUs } = stamp
  const track = presentAt(library, rootId, path)
  if (track === undefined) return
  library.tracks.put({ ...track, facts: { ...track.facts, size, mtimeUs, ctimeUs }, readScan: scan.id })
}

/** Rows that a track names must be there. */
const requireNamed = ({ albums, artists }: Library, facts: TrackRow['facts']): void => {
  const { albumId } = facts
  if (albumId !== null && !albums.has(albumId)) throw refusal(facts, `there is no album ${albumId}`)
  for (const { artistId } of facts.artists) {
    if (!artists.has(artistId)) throw refusal(facts, `there is no artist ${artistId}`)
  }
}

const refusal = ({ rootId, path }: TrackRow['facts'], why: string): ScanError =>
  new ScanError('STORAGE_REFUSED', `The track at ${path} cannot be stored: ${why}.`, { rootId, path })
