import { stemOf } from '../../core/identity/stem.ts'
import type { PendingArrival, PendingLoss } from '../../core/model/pending.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { folderOf } from '../../core/text/path-parts.ts'
import { candidatesByKey, candidatesOfAudio } from './candidates.ts'
import type { Connection } from './connection.ts'
import { folderKeys, tracksOfStem } from './lookup.ts'
import type { Synchronous } from './synchronous.ts'

type Reads = Synchronous<Pick<LibraryWriter, 'arrivalGroups' | 'unpairedArrivals' | 'pendingLosses'>>

/** What settle reads to pair arrivals and to judge losses. */
export const settleReads = (db: Connection): Reads => ({
  arrivalGroups: (generation, after, limit) => {
    const keys = db
      .all<{ audio_key: string }>(
        `SELECT DISTINCT audio_key FROM pending WHERE audio_key > ?
           AND EXISTS (SELECT 1 FROM tracks WHERE tracks.audio_key = pending.audio_key AND added_generation < ?) ORDER BY audio_key LIMIT ?`,
        ...[after ?? '', generation, limit],
      )
      .map((row) => row.audio_key)
    const groups = keys.map((audioKey) => ({
      audioKey,
      arrivals: arrivals(db, 'SELECT arrival FROM pending WHERE audio_key = ? ORDER BY root_id, path', audioKey),
      candidates: candidatesOfAudio(db, audioKey, generation),
    }))
    return { groups, next: keys.length < limit ? null : (keys.at(-1) ?? null) }
  },

  unpairedArrivals: (generation, after, limit) => {
    const [rootId, path] = placeOf(after)
    const page = arrivals(
      db,
      'SELECT arrival FROM pending WHERE (root_id, path) > (?, ?) ORDER BY root_id, path LIMIT ?',
      ...[rootId, path, limit],
    )
    const unpaired = page.map((arrival) => {
      const { rootId: root, path: at } = arrival.entry.facts
      const folderKey = folderKeys(db, root)(folderOf(at))
      return { arrival, sameStem: candidatesByKey(db, tracksOfStem(db, folderKey, stemOf(at), generation)) }
    })
    return { arrivals: unpaired, next: cursorOf(page.at(-1)?.entry.facts, page.length < limit) }
  },

  pendingLosses: (after, limit) => {
    const [rootId, path] = placeOf(after)
    const losses = db.all<{
      trackId: string
      rootId: string
      path: string
      diskPath: string | null
      reason: PendingLoss['reason']
    }>(
      `SELECT t.id AS trackId, l.root_id AS rootId, l.path, t.disk_path AS diskPath, l.reason
       FROM pending_losses l JOIN tracks t USING (track_key) WHERE (l.root_id, l.path) > (?, ?) ORDER BY l.root_id, l.path LIMIT ?`,
      ...[rootId, path, limit],
    )
    const roots = db.all<{ rootId: string; losses: number; tracks: number }>(
      `SELECT l.root_id AS rootId, count(*) FILTER (WHERE l.reason <> 'ignored') AS losses,
         (SELECT ifnull(sum(tracks), 0) FROM totals JOIN roots r USING (root_key) WHERE r.id = l.root_id) AS tracks
       FROM pending_losses l GROUP BY l.root_id ORDER BY l.root_id`,
    )
    return {
      losses: losses.map((loss) => ({ ...loss })),
      next: cursorOf(losses.at(-1), losses.length < limit),
      roots: roots.map((root) => ({ ...root })),
    }
  },
})

const arrivals = (db: Connection, sql: string, ...values: (string | number)[]): PendingArrival[] =>
  db.all<{ arrival: string }>(sql, ...values).map((row) => JSON.parse(row.arrival))

const placeOf = (cursor: string | null): readonly [rootId: string, path: string] =>
  cursor === null ? ['', ''] : JSON.parse(cursor)

const cursorOf = (
  last: { readonly rootId: string; readonly path: string } | undefined,
  ended: boolean,
): string | null => (ended || last === undefined ? null : JSON.stringify([last.rootId, last.path]))
