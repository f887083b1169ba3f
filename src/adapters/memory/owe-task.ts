import type { TaskOwed } from '../../core/model/scan.ts'
import { type Library, subjectKey, taskKey } from './library.ts'

/** Owes a task about something that is stored, unless it waits with this version already; returns whether it did. */
export const oweTask = (library: Library, owed: TaskOwed, now: number): boolean => {
  const subjects = { track: library.tracks, album: library.albums, artist: library.artists }
  if (!subjects[owed.subjectType].has(owed.subjectId)) return false
  const [known] = library.tasksByKey.get(taskKey(owed))
  if (known?.state === 'waiting' && known.version === owed.version) return false
  const { kind, subjectType, subjectId, version, priority, notBefore } = owed
  library.tasks.put({
    taskId: known?.taskId ?? library.nextTaskId(),
    ...{ kind, subjectType, subjectId, version, priority, notBefore: Math.ceil(notBefore), at: now },
    ...{ state: 'waiting', token: null, leaseUntil: 0, attempts: 0, error: null },
  })
  return true
}

/** Removes what a track, album or artist owes. */
export const removeTasks = (library: Library, type: TaskOwed['subjectType'], id: string): void => {
  for (const { taskId } of [...library.tasksBySubject.get(subjectKey(type, id))]) library.tasks.delete(String(taskId))
}
