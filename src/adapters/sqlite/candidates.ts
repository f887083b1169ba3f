import type { IdentityCandidate } from '../../core/model/pending.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { type CandidateRow, candidateOfRow, candidateQuery } from '../support/sql/candidate-of-row.ts'
import type { Connection } from './connection.ts'

/** Tracks of the same audio that were stored before a generation, in order of root id, path and id. */
export const candidatesOfAudio = (db: Connection, audioKey: string, generation: number): readonly IdentityCandidate[] =>
  sorted(
    db.all<CandidateRow>(`${candidateQuery} WHERE t.audio_key = ? AND t.added_generation < ?`, audioKey, generation),
  )

/** These tracks, in order of root id, path and id. */
export const candidatesByKey = (db: Connection, trackKeys: readonly number[]): readonly IdentityCandidate[] =>
  sorted(trackKeys.flatMap((key) => db.get<CandidateRow>(`${candidateQuery} WHERE t.track_key = ?`, key) ?? []))

const sorted = (rows: readonly CandidateRow[]): readonly IdentityCandidate[] =>
  rows
    .map(candidateOfRow)
    .sort((a, b) => compareKeys(a.rootId, b.rootId) || compareKeys(a.path, b.path) || compareKeys(a.trackId, b.trackId))
