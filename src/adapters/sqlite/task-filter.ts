import { type RawBuilder, sql } from 'kysely'
import type { TaskFilter } from '../../core/ports/task-ledger.ts'
import { listed } from './query.ts'

/** Which tasks a filter means, as a condition. */
export const tasksAmong = ({ kinds, states, subjectIds }: TaskFilter): RawBuilder<boolean> => {
  const conditions = [sql<boolean>`true`]
  if (kinds !== undefined) conditions.push(sql`tasks.kind IN ${listed(kinds)}`)
  // An index of the tasks in one state is found by the state's name only.
  if (states !== undefined)
    conditions.push(
      states.length === 1 && states[0] !== undefined
        ? sql`tasks.state = ${sql.lit(states[0])}`
        : sql`tasks.state IN ${listed(states)}`,
    )
  if (subjectIds !== undefined) {
    const ids = listed(subjectIds)
    conditions.push(sql`(tasks.subject_type = 'track' AND tasks.subject_key IN (SELECT track_key FROM tracks WHERE id IN ${ids})
      OR tasks.subject_type = 'album' AND tasks.subject_key IN (SELECT album_key FROM albums WHERE id IN ${ids})
      OR tasks.subject_type = 'artist' AND tasks.subject_key IN (SELECT artist_key FROM artists WHERE id IN ${ids}))`)
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`
}
