import { stemOf } from '../../core/identity/stem.ts'
import type { PendingArrival, PendingLoss } from '../../core/model/pending.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { byIndex } from './by-index.ts'
import { candidatesByKeys, candidatesOfAudio } from './candidates.ts'
import type { Database } from './database.ts'
import { tracksOfStems } from './lookup.ts'

type Reads = Pick<LibraryWriter, 'arrivalGroups' | 'unpairedArrivals' | 'pendingLosses'>

/** What settle reads to pair arrivals and to judge losses. */
export const settleReads = (database: Database): Reads => ({
  arrivalGroups: (generation, after, limit) =>
    byIndex(database, async (db) => {
      const keyed = await db.all<{ audio_key: string }>(
        `SELECT DISTINCT audio_key FROM pending WHERE audio_key > ?::text
           AND EXISTS (SELECT 1 FROM tracks WHERE tracks.audio_key = pending.audio_key AND added_generation < ?::bigint) ORDER BY audio_key LIMIT ?::bigint`,
        ...[after ?? '', generation, limit],
      )
      const keys = keyed.map((row) => row.audio_key)
      if (keys.length === 0) return { groups: [], next: null }
      const arrivals = Map.groupBy(
        await db.all<{ audio_key: string; arrival: string }>(
          'SELECT audio_key, arrival FROM pending WHERE audio_key = ANY(?::text[]) ORDER BY root_id, path',
          keys,
        ),
        (row) => row.audio_key,
      )
      const candidates = await candidatesOfAudio(db, keys, generation)
      const groups = keys.map((audioKey) => ({
        audioKey,
        arrivals: (arrivals.get(audioKey) ?? []).map(arrivalOf),
        candidates: candidates.get(audioKey) ?? [],
      }))
      return { groups, next: keys.length < limit ? null : (keys.at(-1) ?? null) }
    }),

  unpairedArrivals: (generation, after, limit) =>
    byIndex(database, async (db) => {
      const page = await db.all<Place & { arrival: string }>(
        `SELECT root_id AS "rootId", path, arrival FROM pending WHERE (root_id, path) > (?::text, ?::text) ORDER BY root_id, path LIMIT ?::bigint`,
        ...[...placeOf(after), limit],
      )
      const stems = page.map(({ rootId, path }) => ({ rootId, stem: stemOf(path) }))
      const sameStem = await candidatesByKeys(db, await tracksOfStems(db, stems, generation))
      return {
        arrivals: page.map((row, at) => ({ arrival: arrivalOf(row), sameStem: sameStem.get(at) ?? [] })),
        next: cursorOf(page.at(-1), page.length < limit),
      }
    }),

  pendingLosses: (after, limit) =>
    byIndex(database, async (db) => {
      const losses = await db.all<PendingLoss>(
        `SELECT t.id AS "trackId", l.root_id AS "rootId", l.path, t.disk_path AS "diskPath", l.reason
         FROM pending_losses l JOIN tracks t USING (track_key) WHERE (l.root_id, l.path) > (?::text, ?::text) ORDER BY l.root_id, l.path LIMIT ?::bigint`,
        ...[...placeOf(after), limit],
      )
      const roots = await db.all<{ rootId: string; losses: number; tracks: number }>(
        `SELECT l.root_id AS "rootId", count(*) FILTER (WHERE l.reason <> 'ignored') AS losses,
           (SELECT coalesce(sum(tracks), 0) FROM totals JOIN roots r USING (root_key) WHERE r.id = l.root_id) AS tracks
         FROM pending_losses l GROUP BY l.root_id ORDER BY l.root_id`,
      )
      return { losses, next: cursorOf(losses.at(-1), losses.length < limit), roots }
    }),
})

interface Place {
  readonly rootId: string
  readonly path: string
}

const arrivalOf = (row: { readonly arrival: string }): PendingArrival => JSON.parse(row.arrival)

const placeOf = (cursor: string | null): readonly [rootId: string, path: string] =>
  cursor === null ? ['', ''] : JSON.parse(cursor)

const cursorOf = (last: Place | undefined, ended: boolean): string | null =>
  ended || last === undefined ? null : JSON.stringify([last.rootId, last.path])
