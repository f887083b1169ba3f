import type { IdentityCandidate } from '../../core/model/pending.ts'
import { type CandidateRow, candidateOfRow, candidateQuery } from '../support/sql/candidate-of-row.ts'
import type { Connection } from './connection.ts'

const candidates = (where: string): string => `${candidateQuery} WHERE ${where} ORDER BY r.id, t.path, t.id`

/** Tracks by their audio that were stored before a generation, each list in order of root id, path and id. */
export const candidatesOfAudio = async (
  db: Connection,
  audioKeys: readonly string[],
  generation: number,
): Promise<ReadonlyMap<string | null, readonly IdentityCandidate[]>> => {
  if (audioKeys.length === 0) return new Map()
  const rows = await db.all<CandidateRow>(
    candidates('t.audio_key = ANY(?::text[]) AND t.added_generation < ?::bigint'),
    ...[audioKeys, generation],
  )
  return Map.groupBy(rows.map(candidateOfRow), (candidate) => candidate.audioKey)
}

/** Lists of tracks by key, each in order of root id, path and id. */
export const candidatesByKeys = async (
  db: Connection,
  lists: ReadonlyMap<number, readonly number[]>,
): Promise<ReadonlyMap<number, readonly IdentityCandidate[]>> => {
  if (lists.size === 0) return new Map()
  const rows = await db.all<CandidateRow>(candidates('t.track_key = ANY(?::bigint[])'), [...lists.values()].flat())
  const ordered = new Map(rows.map((row, at) => [row.track_key, { at, candidate: candidateOfRow(row) }]))
  return new Map(
    [...lists].map(([name, keys]) => [
      name,
      keys
        .flatMap((key) => ordered.get(key) ?? [])
        .sort((a, b) => a.at - b.at)
        .map(({ candidate }) => candidate),
    ]),
  )
}
