import type { TaskCount } from '../../../src/core/model/task.ts'
import type { Break } from './break-storage.ts'

/** Mistakes about lists of tasks, kinds and derived values. */
export const brokenTaskLists: Readonly<Record<string, Break>> = {
  'done tasks are called owed': {
    reader: ({ reader, tasks }) => ({
      stats: async () => {
        const counts = await tasks.countTasks()
        return { ...(await reader.stats()), tasks: counts.reduce((sum, { count }) => sum + count, 0) }
      },
    }),
  },
  'done tasks are exported': {
    reader: ({ reader, tasks }) => ({
      exportLines: async (request) => {
        const { items, next } = await reader.exportLines(request)
        const done = request.cursor === undefined ? (await tasks.listTasks({ states: ['done'] })).items : []
        return { items: [...items, ...done.map((task) => JSON.stringify({ type: 'task', ...task }))], next }
      },
    }),
  },
  'leases that ran out are counted as waiting': {
    tasks: ({ tasks }) => ({
      countTasks: async () => {
        const { items } = await tasks.listTasks({ states: ['leased'], limit: 1000 })
        const leased = items.filter((task) => task.at > 2000)
        const counts = await tasks.countTasks()
        return leased.length === 0 ? counts : counts.filter((count) => count.state !== 'leased')
      },
    }),
  },
  'counts of tasks only grow': {
    tasks: ({ tasks }) => {
      const known = new Map<string, TaskCount>()
      return {
        countTasks: async () => {
          for (const row of await tasks.countTasks()) {
            const name = `${row.kind} ${row.state}`
            known.set(name, { ...row, count: Math.max(row.count, known.get(name)?.count ?? 0) })
          }
          return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
        },
      }
    },
  },
  'tasks are listed by state only when no kind is given': {
    tasks: ({ tasks }) => ({
      listTasks: ({ states, ...request }) =>
        tasks.listTasks(request.kinds === undefined && states !== undefined ? { ...request, states } : request),
    }),
  },
  'tasks cannot be listed backwards': {
    tasks: ({ tasks }) => ({ listTasks: ({ descending, ...request }) => tasks.listTasks(request) }),
  },
  'a retry is for all tasks': {
    tasks: ({ tasks }) => ({
      retryTasks: (filter, now) =>
        tasks.retryTasks({ states: ['waiting', 'leased', 'done', 'quarantined'], ...filter }, now),
    }),
  },
  'a retry waits for the time that the task had': {
    tasks: ({ tasks }) => ({ retryTasks: (filter, now) => tasks.retryTasks(filter, now + 1e6) }),
  },
  'a purge of tasks knows no limit': {
    tasks: ({ tasks }) => ({ purgeTasks: (doneBefore) => tasks.purgeTasks(doneBefore, 1e9) }),
  },
  'a purge of tasks takes those that were just done': {
    tasks: ({ tasks }) => ({ purgeTasks: (doneBefore, limit) => tasks.purgeTasks(doneBefore + 100, limit) }),
  },
  'a kind is owed at every start': {
    tasks: ({ tasks }) => ({
      setKinds: async (kinds, now) => {
        await tasks.setKinds(
          kinds.map((kind) => ({ ...kind, version: `not ${kind.version}` })),
          now,
        )
        return tasks.setKinds(kinds, now)
      },
    }),
  },
  'a kind with another version is known': {
    tasks: ({ tasks }) => {
      const known = new Set<string>()
      return {
        setKinds: async (kinds, now) => {
          const fresh = kinds.filter(({ kind }) => !known.has(kind))
          for (const { kind } of fresh) known.add(kind)
          return tasks.setKinds(fresh, now)
        },
      }
    },
  },
  'a kind is owed at once whatever its delay': {
    tasks: ({ tasks }) => ({
      setKinds: (kinds, now) =>
        tasks.setKinds(
          kinds.map(({ delayMs, ...kind }) => kind),
          now,
        ),
    }),
  },
  'the answer "nothing" keeps the old value': {
    tasks: ({ tasks }) => ({
      endTasks: (ends, now) =>
        tasks.endTasks(
          ends.map((end) => {
            if (end.outcome !== 'done' || end.value !== null) return end
            const { value, ...rest } = end
            return rest
          }),
          now,
        ),
    }),
  },
  'no answer removes the old value': {
    tasks: ({ tasks }) => ({
      endTasks: (ends, now) =>
        tasks.endTasks(
          ends.map((end) => (end.outcome === 'done' ? { value: null, ...end } : end)),
          now,
        ),
    }),
  },
  'a value is cut at a NUL': {
    tasks: ({ tasks }) => ({
      endTasks: (ends, now) =>
        tasks.endTasks(
          ends.map((end) =>
            end.outcome === 'done' && typeof end.value === 'string'
              ? { ...end, value: end.value.replace(/\0.*/s, '') }
              : end,
          ),
          now,
        ),
    }),
  },
  'values are in the order in which they were asked for': {
    tasks: ({ tasks }) => ({
      derived: async (trackIds, kinds) =>
        (await Promise.all([...new Set(trackIds)].map((id) => tasks.derived([id], kinds)))).flat(),
    }),
  },
  'values of all kinds are given': {
    tasks: ({ tasks }) => ({ derived: (trackIds) => tasks.derived(trackIds) }),
  },
}
