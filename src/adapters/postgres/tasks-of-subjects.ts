import type { TaskOwed } from '../../core/model/scan.ts'
import type { Connection } from './connection.ts'
import { lockOrder } from './owe-tasks.ts'

/** Puts the tasks of tracks out of the way, or back among those that may be due. */
export const parkTasks = async (db: Connection, trackKeys: readonly number[], parked: boolean): Promise<void> => {
  if (trackKeys.length === 0) return
  await db.run(
    `UPDATE tasks SET parked = ?::boolean FROM (
       SELECT task_id FROM tasks WHERE subject_key = ANY(?::bigint[]) AND subject_type = 'track' AND parked <> ?::boolean ORDER BY ${lockOrder} FOR UPDATE) AS of_tracks
     WHERE tasks.task_id = of_tracks.task_id`,
    ...[parked, trackKeys, parked],
  )
}

/** Removes the tasks of subjects that are removed. */
export const removeTasks = async (
  db: Connection,
  type: TaskOwed['subjectType'],
  keys: readonly number[],
): Promise<void> => {
  await db.run(
    `DELETE FROM tasks USING (SELECT task_id FROM tasks WHERE subject_key = ANY(?::bigint[]) AND subject_type = ? ORDER BY ${lockOrder} FOR UPDATE) AS of_subjects
     WHERE tasks.task_id = of_subjects.task_id`,
    keys,
    type,
  )
}
