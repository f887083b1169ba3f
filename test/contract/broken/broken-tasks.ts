import type { TaskEnd } from '../../../src/core/model/task.ts'
import type { Storage } from '../../../src/core/ports/storage.ts'
import type { Break } from './break-storage.ts'

const changingEnds =
  (change: (end: TaskEnd) => TaskEnd) =>
  ({ tasks }: Storage) => ({
    endTasks: (ends: readonly TaskEnd[], now: number) => tasks.endTasks(ends.map(change), now),
  })

const knownTasks = async ({ tasks }: Storage) => (await tasks.listTasks({ limit: 1000 })).items

/** Mistakes about owing, claiming and ending tasks. */
export const brokenTasks: Readonly<Record<string, Break>> = {
  'a task that is done is not owed again': {
    writer: (storage) => ({
      commit: async ({ tasks = [], ...unit }) => {
        const known = await knownTasks(storage)
        const isDone = (owed: (typeof tasks)[number]): boolean =>
          known.some((task) => task.subjectId === owed.subjectId && task.kind === owed.kind && task.state === 'done')
        return storage.writer.commit({ ...unit, tasks: tasks.filter((owed) => !isDone(owed)) })
      },
    }),
  },
  'a task that waits is owed anew with the same version': {
    writer: (storage) => ({
      commit: async (unit) => {
        const subjectIds = (unit.tasks ?? []).map((task) => task.subjectId)
        if (subjectIds.length > 0) await storage.tasks.retryTasks({ subjectIds, states: ['waiting'] }, unit.now)
        return storage.writer.commit(unit)
      },
    }),
  },
  'a task owed anew keeps its attempts': {
    tasks: ({ tasks }) => {
      const attempts = new Map<number, number>()
      return {
        claimTasks: async (request) => {
          const leases = await tasks.claimTasks(request)
          for (const { taskId } of leases) attempts.set(taskId, (attempts.get(taskId) ?? 0) + 1)
          return leases
        },
        listTasks: async (request) => {
          const { items, next } = await tasks.listTasks(request)
          return { items: items.map((task) => ({ ...task, attempts: attempts.get(task.taskId) ?? 0 })), next }
        },
      }
    },
  },
  'a task is leased twice': {
    tasks: ({ tasks }) => ({
      claimTasks: async (request) => {
        const leases = await tasks.claimTasks(request)
        return leases.length > 0 ? leases : tasks.claimTasks({ ...request, now: request.now + 1e6 })
      },
    }),
  },
  'a lease of a task never runs out': {
    tasks: ({ tasks }) => ({ claimTasks: (request) => tasks.claimTasks({ ...request, leaseMs: 1e12 }) }),
  },
  'tasks are claimed before their time': {
    tasks: ({ tasks }) => ({
      claimTasks: async (request) => {
        const waiting = (await tasks.listTasks({ states: ['waiting'], limit: 1000 })).items.map((task) => task.taskId)
        const taskIds = request.taskIds?.filter((id) => waiting.includes(id)) ?? waiting
        const early = await tasks.claimTasks({ ...request, taskIds, leaseMs: request.leaseMs - 1e12, now: 1e12 })
        return early.length > 0 ? early : tasks.claimTasks(request)
      },
    }),
  },
  'due tasks come in the order of their ids': {
    tasks: ({ tasks }) => ({
      dueTasks: async (kinds, limit, now) =>
        [...(await tasks.dueTasks(kinds, 1000, now))].sort((a, b) => a.taskId - b.taskId).slice(0, limit),
    }),
  },
  'claims take the oldest tasks': {
    tasks: (storage) => ({
      claimTasks: async (request) => {
        const known = (await knownTasks(storage)).map((task) => task.taskId)
        const leases = []
        for (const taskId of request.taskIds ?? known)
          if (leases.length < request.limit)
            leases.push(...(await storage.tasks.claimTasks({ ...request, taskIds: [taskId] })))
        return leases
      },
    }),
  },
  'tasks of missing tracks are due': {
    tasks: (storage) => ({
      dueTasks: async (kinds, limit, now) => {
        const due = await storage.tasks.dueTasks(kinds, limit, now)
        const gone = (await storage.reader.tracks({ missing: true })).items.map((track) => track.id)
        const tasks = (await knownTasks(storage)).filter((task) => gone.includes(task.subjectId))
        return [...due, ...tasks.map(({ taskId, kind, priority, attempts }) => ({ taskId, kind, priority, attempts }))]
      },
    }),
  },
  'tasks of tracks that were missing are never due again': {
    tasks: (storage) => {
      const gone = new Set<string>()
      return {
        dueTasks: async (kinds, limit, now) => {
          for (const { id } of (await storage.reader.tracks({ missing: true })).items) gone.add(id)
          const known = new Map((await knownTasks(storage)).map((task) => [task.taskId, task.subjectId]))
          const due = await storage.tasks.dueTasks(kinds, limit, now)
          return due.filter(({ taskId }) => !gone.has(known.get(taskId) ?? ''))
        },
      }
    },
  },
  'whoever had a task may end it': {
    tasks: ({ tasks }) => ({
      endTasks: async (ends, now) => {
        const took = await tasks.endTasks(ends, now)
        for (const [at, end] of ends.entries()) {
          if (took[at] === true) continue
          const again = { kinds: [end.lease.kind], taskIds: [end.lease.taskId], limit: 1, leaseMs: 1, now: 1e12 }
          const [lease] = await tasks.claimTasks(again)
          if (lease !== undefined) await tasks.endTasks([{ ...end, lease }], now)
        }
        return took
      },
    }),
  },
  'every end is said to have taken effect': {
    tasks: ({ tasks }) => ({ endTasks: async (ends, now) => (await tasks.endTasks(ends, now)).map(() => true) }),
  },
  'what follows from a task is forgotten': {
    tasks: changingEnds((end) => (end.outcome === 'done' ? { ...end, owes: [] } : end)),
  },
  'a task that was handed back has one attempt more': {
    tasks: changingEnds((end) =>
      end.outcome === 'release' ? { lease: end.lease, outcome: 'retry', error: 'released', notBefore: 6 } : end,
    ),
  },
  'a task to be tried again is due at once': {
    tasks: changingEnds((end) => (end.outcome === 'retry' ? { ...end, notBefore: 0 } : end)),
  },
  'a task in quarantine is tried again': {
    tasks: changingEnds((end) => (end.outcome === 'quarantine' ? { ...end, outcome: 'retry', notBefore: 6 } : end)),
  },
  'lost leases are not told of': {
    tasks: ({ tasks }) => ({
      renewTasks: async (...args) => {
        await tasks.renewTasks(...args)
        return []
      },
    }),
  },
  'leases are prolonged in word only': {
    tasks: ({ tasks }) => ({ renewTasks: (leases) => tasks.renewTasks(leases, 0, 0) }),
  },
}
