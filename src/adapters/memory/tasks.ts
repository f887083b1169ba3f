import { randomUUID } from 'node:crypto'
import type { DeferredKind } from '../../core/deferred-kind.ts'
import type { DerivedValue, TaskCount, TaskEnd, TaskLease } from '../../core/model/task.ts'
import type { ClaimTasks } from '../../core/ports/task-ledger.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { compareDue } from '../support/due-task.ts'
import { taskAfter, valueAfter } from '../support/task-after.ts'
import { derivedKey, type Library } from './library.ts'
import { oweTask } from './owe-task.ts'
import type { TaskRow } from './rows.ts'

export const setKinds = (library: Library, kinds: readonly DeferredKind[], now: number): number =>
  library.journal.transaction(() => {
    let owed = 0
    for (const { kind, version, priority = 0, delayMs = 0 } of kinds) {
      if (library.taskKinds.get(kind)?.version === version) continue
      library.taskKinds.put({ kind, version })
      const common = { kind, version, priority, notBefore: now + delayMs, subjectType: 'track' } as const
      for (const track of library.tracks.values())
        if (track.missing === null && oweTask(library, { ...common, subjectId: track.id }, now)) owed++
    }
    return owed
  })

export const dueTasks = (library: Library, kinds: readonly string[], limit: number, now: number): TaskRow[] =>
  dueAmong(library, library.tasks.values(), kinds, limit, now)

const dueAmong = (
  library: Library,
  tasks: Iterable<TaskRow>,
  kinds: readonly string[],
  limit: number,
  now: number,
): TaskRow[] =>
  Array.from(tasks)
    .filter((task) => kinds.includes(task.kind) && isDue(library, task, now))
    .sort(compareDue)
    .slice(0, limit)

const isDue = ({ tracks }: Library, { state, notBefore, leaseUntil, subjectType, subjectId }: TaskRow, now: number) =>
  (state === 'waiting' ? notBefore <= now : state === 'leased' && leaseUntil <= now) &&
  (subjectType !== 'track' || tracks.get(subjectId)?.missing === null)

export const claimTasks = (library: Library, { kinds, taskIds, limit, leaseMs, now }: ClaimTasks): TaskLease[] => {
  const wanted =
    taskIds === undefined
      ? library.tasks.values()
      : [...new Set(taskIds)].flatMap((taskId) => library.tasks.get(String(taskId)) ?? [])
  return dueAmong(library, wanted, kinds, limit, now).map((task) => {
    const token = randomUUID()
    const attempts = task.attempts + 1
    library.tasks.put({ ...task, state: 'leased', token, leaseUntil: now + leaseMs, attempts, at: now })
    const { taskId, kind, subjectType, subjectId, version } = task
    return { taskId, kind, subjectType, subjectId, version, token, attempts }
  })
}

const heldTask = (library: Library, { taskId, token }: TaskLease): TaskRow | undefined => {
  const task = library.tasks.get(String(taskId))
  return task?.token === token ? task : undefined
}

export const renewTasks = (
  library: Library,
  leases: readonly TaskLease[],
  leaseMs: number,
  now: number,
): readonly TaskLease[] =>
  leases.filter((lease) => {
    const task = heldTask(library, lease)
    if (task !== undefined) library.tasks.put({ ...task, leaseUntil: now + leaseMs })
    return task === undefined
  })

/** Ends all tasks, then owes what follows from them. */
export const endTasks = (library: Library, ends: readonly TaskEnd[], now: number): boolean[] =>
  library.journal.transaction(() => {
    const took = ends.map((end) => endTask(library, end, now))
    for (const [at, end] of ends.entries())
      if (took[at] === true && end.outcome === 'done') for (const task of end.owes ?? []) oweTask(library, task, now)
    return took
  })

const endTask = (library: Library, end: TaskEnd, now: number): boolean => {
  const task = heldTask(library, end.lease)
  if (task === undefined) return false
  const { state, notBefore, uncounted, keepsError, error } = taskAfter(end)
  library.tasks.put({
    ...task,
    state,
    token: null,
    notBefore: notBefore ?? task.notBefore,
    attempts: task.attempts - uncounted,
    error: keepsError ? task.error : error,
    at: now,
  })
  if (task.subjectType === 'track') keepValue(library, task, valueAfter(end))
  return true
}

const keepValue = (library: Library, { subjectId, kind, version }: TaskRow, value: string | null | undefined): void => {
  if (value === null) library.derived.delete(derivedKey(subjectId, kind))
  else if (value !== undefined) library.derived.put({ trackId: subjectId, kind, version, value })
}

export const countTasks = ({ tasks }: Library): TaskCount[] =>
  [...Map.groupBy(tasks.values(), ({ kind, state }) => `${kind}\0${state}`).values()]
    .flatMap(([first, ...others]) =>
      first === undefined ? [] : [{ kind: first.kind, state: first.state, count: others.length + 1 }],
    )
    .sort((a, b) => compareKeys(a.kind, b.kind) || compareKeys(a.state, b.state))

export const purgeTasks = (library: Library, doneBefore: number, limit: number): number => {
  const old = Array.from(library.tasks.values())
    .filter(({ state, at }) => state === 'done' && at < doneBefore)
    .sort((a, b) => a.at - b.at || a.taskId - b.taskId)
    .slice(0, limit)
  for (const { taskId } of old) library.tasks.delete(String(taskId))
  return old.length
}

export const derivedOf = (
  library: Library,
  trackIds: readonly string[],
  kinds: readonly string[] | undefined,
): DerivedValue[] =>
  [...new Set(trackIds)]
    .flatMap((id) => [...library.derivedByTrack.get(id)])
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .sort((a, b) => compareKeys(a.trackId, b.trackId) || compareKeys(a.kind, b.kind))
    .map((value) => ({ ...value }))
