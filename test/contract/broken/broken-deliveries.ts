import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, JobHandler } from '../../../src/core/ports/queue.ts'
import type { BreakQueue } from './break-queue.ts'

const changingJobs =
  (change: (jobs: readonly Job[], channel: string) => readonly Job[]): BreakQueue =>
  (queue) => ({ publish: (channel, jobs) => queue.publish(channel, change(jobs, channel)) })

const changingHandlers =
  (change: (handler: JobHandler) => JobHandler): BreakQueue =>
  (queue) => ({ consume: (channel, handler, options) => queue.consume(channel, change(handler), options) })

/** Mistakes about which jobs are delivered, when and how often. */
export const brokenDeliveries: Readonly<Record<string, BreakQueue>> = {
  'jobs published before a consumer came are lost': (queue) => {
    const consumed = new Set<string>()
    return {
      publish: async (channel, jobs) => (consumed.has(channel) ? queue.publish(channel, jobs) : undefined),
      consume: (channel, handler, options) => {
        consumed.add(channel)
        return queue.consume(channel, handler, options)
      },
    }
  },
  'only what waits at the beginning is consumed': (queue) => {
    const consumed = new Set<string>()
    return {
      publish: async (channel, jobs) => (consumed.has(channel) ? undefined : queue.publish(channel, jobs)),
      consume: (channel, handler, options) => {
        consumed.add(channel)
        return queue.consume(channel, handler, options)
      },
    }
  },
  'every job has version 1': changingHandlers((handler) => (job) => handler({ ...job, version: 1 })),
  'the case of ids is folded': changingJobs((jobs) => jobs.map((job) => ({ ...job, id: job.id.toLowerCase() }))),
  'ids are numbers where they can be': changingJobs((jobs) =>
    jobs.map((job) => ({ ...job, id: Number.isNaN(Number(job.id)) ? job.id : String(Number(job.id)) })),
  ),
  'long ids are cut': changingJobs((jobs) => jobs.map((job) => ({ ...job, id: job.id.slice(0, 64) }))),
  'the case of channels is folded': (queue) => ({
    publish: (channel, jobs) => queue.publish(channel.toLowerCase(), jobs),
    consume: (channel, handler, options) => queue.consume(channel.toLowerCase(), handler, options),
    size: (channel) => queue.size(channel.toLowerCase()),
  }),
  'all channels are one': (queue) => ({
    publish: (_channel, jobs) => queue.publish('all', jobs),
    consume: (_channel, handler, options) => queue.consume('all', handler, options),
    size: () => queue.size('all'),
    waitForRoom: (_channel, limit, signal) => queue.waitForRoom('all', limit, signal),
  }),
  'an id is taken in one channel only': (queue) => {
    const owners = new Map<string, string>()
    return {
      publish: (channel, jobs) =>
        queue.publish(
          channel,
          jobs.filter(({ id }) => {
            if (!owners.has(id)) owners.set(id, channel)
            return owners.get(id) === channel
          }),
        ),
    }
  },
  'an empty list is refused': changingJobs((jobs) => {
    if (jobs.length === 0) throw new Error('no jobs')
    return jobs
  }),
  'a job is acknowledged when it is handed over': changingHandlers((handler) => async (job) => {
    void handler(job).catch(() => undefined)
  }),
  'a handler that rejects stops the consumer': (queue) => ({
    consume: async (channel, handler, options) => {
      let broken = false
      return queue.consume(
        channel,
        async (job) => {
          if (broken) return
          try {
            await handler(job)
          } catch {
            broken = true
          }
        },
        options,
      )
    },
  }),
  'a job whose handler rejects is tried for ever': (queue) => ({
    consume: (channel, handler, options) =>
      queue.consume(
        channel,
        async (job) => {
          await sleep(2)
          await (async () => handler(job))().catch(() => queue.publish(channel, [job]))
        },
        options,
      ),
  }),
  'priorities are ignored': changingJobs((jobs) => jobs.map(({ id, version }) => ({ id, version }))),
  'low priority is normal priority': changingJobs((jobs) =>
    jobs.map((job) => ({ ...job, priority: job.priority === 'high' ? 'high' : 'normal' })),
  ),
  'the last job goes first': changingJobs((jobs) => jobs.toReversed()),
  'one job blocks the others': (queue) => ({
    consume: (channel, handler, options) => {
      let last = Promise.resolve()
      return queue.consume(
        channel,
        (job) => {
          last = last.then(() => handler(job)).catch(() => undefined)
          return last
        },
        options,
      )
    },
  }),
  'a job that waits is added again': (queue) => {
    const names = new Map<string, string>()
    let copies = 0
    return {
      publish: (channel, jobs) =>
        queue.publish(
          channel,
          jobs.map((job) => {
            const id = `${job.id}.copy${++copies}`
            names.set(id, job.id)
            return { ...job, id }
          }),
        ),
      consume: (channel, handler, options) =>
        queue.consume(channel, (job) => handler({ ...job, id: names.get(job.id) ?? job.id }), options),
    }
  },
  'an id is taken once and never again': (queue) => {
    const seen = new Set<string>()
    return {
      publish: (channel, jobs) =>
        queue.publish(
          channel,
          jobs.filter(({ id }) => {
            const key = `${channel} ${id}`
            if (seen.has(key)) return false
            seen.add(key)
            return true
          }),
        ),
    }
  },
  'an id in hand is refused with an error': (queue) => {
    const inHand = new Set<string>()
    return {
      publish: async (channel, jobs) => {
        if (jobs.some(({ id }) => inHand.has(id))) throw new Error('that job is being handled')
        return queue.publish(channel, jobs)
      },
      consume: (channel, handler, options) =>
        queue.consume(
          channel,
          async (job) => {
            inHand.add(job.id)
            await (async () => handler(job))().finally(() => inHand.delete(job.id))
          },
          options,
        ),
    }
  },
}
