import { type RawBuilder, sql } from 'kysely'
import type { TaskFilter } from '../../core/ports/task-ledger.ts'
import { anyText } from './query.ts'

/** Which tasks a filter means, as a condition. */
export const tasksAmong = ({ kinds, states, subjectIds }: TaskFilter): RawBuilder<boolean> => {
  const conditions = [sql<boolean>`true`]
  if (kinds !== undefined) conditions.push(sql`tasks.kind = ${anyText(kinds)}`)
  // An index of the tasks in one state is found by the state's name only.
  if (states !== undefined)
    conditions.push(
      states.length === 1 && states[0] !== undefined
        ? sql`tasks.state = ${sql.lit(states[0])}`
        : sql`tasks.state = ${anyText(states)}`,
    )
  if (subjectIds !== undefined) {
    const ids = anyText(subjectIds)
    conditions.push(sql`(tasks.subject_key, tasks.subject_type) IN (SELECT track_key, 'track' FROM tracks WHERE id = ${ids}
      UNION ALL SELECT album_key, 'album' FROM albums WHERE id = ${ids} UNION ALL SELECT artist_key, 'artist' FROM artists WHERE id = ${ids})`)
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`
}
