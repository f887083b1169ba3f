import type { Task, TaskEnd, TaskLease } from '../../src/core/model/task.ts'
import type { Storage } from '../../src/core/ports/storage.ts'
import { allPages } from '../../src/testing/storage-contract/observe.ts'
import { type RandomEnd, type TaskStep, taskKinds } from './random-tasks.ts'

/** Takes a step in the life of a storage's tasks; `leases` are those that were ever given. */
export const taskStep = async (
  storage: Storage,
  step: TaskStep,
  leases: TaskLease[],
  now: number,
): Promise<unknown> => {
  const { tasks, crew } = storage
  const leasesAt = (places: readonly number[]): TaskLease[] =>
    leases.length === 0 ? [] : places.flatMap((place) => leases.at(-1 - (place % leases.length)) ?? [])
  switch (step.step) {
    case 'set-kinds':
      return tasks.setKinds(step.kinds, now)
    case 'claim': {
      const all = step.places === null ? [] : await listed(storage)
      const taskIds = step.places?.flatMap((place) => all[place]?.taskId ?? [])
      const given = await tasks.claimTasks({ ...step.request, now, ...(taskIds === undefined ? {} : { taskIds }) })
      leases.push(...given)
      return given.map(plain)
    }
    case 'renew':
      return (await tasks.renewTasks(leasesAt(step.leases), step.leaseMs, now)).map(plain)
    case 'end-tasks':
      return tasks.endTasks(
        step.ends.flatMap((end) => leasesAt([end.lease]).map((lease) => endOf(lease, end, now))),
        now,
      )
    case 'retry':
      return tasks.retryTasks(step.filter, now)
    case 'purge-tasks':
      return tasks.purgeTasks(now - step.age, step.limit)
    case 'take-lease':
      return crew.takeLease('dispatch', step.holder, step.leaseMs, now)
    case 'release-lease':
      return crew.releaseLease('dispatch', step.holder)
  }
}

const endOf = (lease: TaskLease, { outcome, value, owes, delay }: RandomEnd, now: number): TaskEnd => {
  if (outcome === 'release') return { lease, outcome }
  if (outcome === 'quarantine') return { lease, outcome, error: `quarantined at ${now}\0` }
  if (outcome === 'retry') return { lease, outcome, error: `failed at ${now}`, notBefore: now + delay }
  return { lease, outcome, owes, ...(value === undefined ? {} : { value }) }
}

const listed = ({ tasks }: Storage): Promise<Task[]> => allPages(3, (page) => tasks.listTasks(page))

/** Without what each storage makes for itself. */
const plain = ({ taskId, token, ...lease }: TaskLease) => lease

/** Everything that can be asked about tasks, without their ids. */
export const tasksOf = async (storage: Storage, trackIds: readonly string[], now: number): Promise<unknown> => {
  const { tasks } = storage
  const all = await listed(storage)
  const places = new Map(all.map((task, at) => [task.taskId, at]))
  const due = async (kinds: readonly string[], limit: number) =>
    (await tasks.dueTasks(kinds, limit, now)).map(({ taskId, ...task }) => ({ ...task, place: places.get(taskId) }))
  const subjects = async (states: readonly Task['state'][]) =>
    (await allPages(2, (page) => tasks.listTasks({ states, descending: true, ...page }))).map((task) => task.subjectId)
  return {
    all: all.map(({ taskId, ...task }) => task),
    due: [await due(taskKinds, 100), await due(['a'], 2), await due(['b', 'none', 'a'], 3)],
    states: [await subjects(['quarantined']), await subjects(['waiting', 'leased'])],
    counts: await tasks.countTasks(),
    derived: await tasks.derived(trackIds),
  }
}
