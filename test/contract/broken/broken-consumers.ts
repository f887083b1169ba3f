import { setTimeout as sleep } from 'node:timers/promises'
import type { BreakQueue } from './break-queue.ts'
import { sharedQueues } from './shared-queues.ts'

/** Mistakes about counting, waiting, consumers and processes. */
export const brokenConsumers: Readonly<Record<string, BreakQueue>> = {
  'jobs in hand are not counted': (queue) => {
    let inHand = 0
    return {
      size: async (channel) => (await queue.size(channel)) - inHand,
      consume: (channel, handler, options) =>
        queue.consume(
          channel,
          async (job) => {
            inHand++
            await (async () => handler(job))().finally(() => inHand--)
          },
          options,
        ),
    }
  },
  'jobs of high priority are not counted': (queue) => {
    const high = new Set<string>()
    return {
      publish: (channel, jobs) => {
        for (const { id, priority } of jobs) if (priority === 'high') high.add(id)
        return queue.publish(channel, jobs)
      },
      size: async (channel) => Math.max((await queue.size(channel)) - high.size, 0),
    }
  },
  'there is always room': () => ({ waitForRoom: async (_channel, _limit, signal) => signal?.throwIfAborted() }),
  'there is room at the limit': (queue) => ({
    waitForRoom: (channel, limit, signal) => queue.waitForRoom(channel, limit + 1, signal),
  }),
  'there is never room': (queue) => ({
    waitForRoom: (channel, _limit, signal) => queue.waitForRoom(channel, 0, signal),
  }),
  'room is only looked for once a minute': (queue) => ({
    waitForRoom: async (channel, limit, signal) => {
      while ((await queue.size(channel)) >= limit) await sleep(60_000, undefined, { signal, ref: false })
    },
  }),
  'waiting for room does not end with its signal': (queue) => ({
    waitForRoom: (channel, limit) => queue.waitForRoom(channel, limit),
  }),
  'a signal that was aborted before is not seen': (queue) => ({
    waitForRoom: (channel, limit, signal) =>
      queue.waitForRoom(channel, limit, signal?.aborted === true ? undefined : signal),
  }),
  'waiting for room ends with another reason': (queue) => ({
    waitForRoom: async (channel, limit, signal) => {
      try {
        await queue.waitForRoom(channel, limit, signal)
      } catch (error) {
        throw signal?.aborted === true ? new Error('aborted') : error
      }
    },
  }),
  'the limit of jobs at once is ignored': (queue) => ({
    consume: (channel, handler) => queue.consume(channel, handler, { concurrency: 50 }),
  }),
  'one job at once, whatever was asked for': (queue) => ({
    consume: (channel, handler) => queue.consume(channel, handler, { concurrency: 1 }),
  }),
  'the number of jobs at once cannot be changed': (queue) => ({
    consume: async (...args) => ({ ...(await queue.consume(...args)), setConcurrency: () => undefined }),
  }),
  'the number of jobs at once cannot be raised': (queue) => ({
    consume: async (channel, handler, options) => {
      const consumer = await queue.consume(channel, handler, options)
      return {
        ...consumer,
        setConcurrency: (most) => consumer.setConcurrency(Math.min(most, options.concurrency)),
      }
    },
  }),
  'the number of jobs at once cannot be lowered': (queue) => ({
    consume: async (channel, handler, options) => {
      const consumer = await queue.consume(channel, handler, options)
      return {
        ...consumer,
        setConcurrency: (most) => consumer.setConcurrency(Math.max(most, options.concurrency)),
      }
    },
  }),
  'stopping does not wait': (queue) => ({
    consume: async (...args) => {
      const consumer = await queue.consume(...args)
      return {
        ...consumer,
        async stop() {
          void consumer.stop()
        },
      }
    },
  }),
  'stopping waits for what waits': (queue) => ({
    consume: async (channel, handler, options) => {
      const consumer = await queue.consume(channel, handler, options)
      return {
        ...consumer,
        async stop() {
          await queue.waitForRoom(channel, 1)
          await consumer.stop()
        },
      }
    },
  }),
  'stopping does not stop': (queue) => ({
    consume: async (channel, handler, options) => {
      let inHand = Promise.resolve()
      const consumer = await queue.consume(
        channel,
        (job) => {
          const work = (async () => handler(job))().catch(() => undefined)
          inHand = inHand.then(() => work)
          return work
        },
        options,
      )
      return { ...consumer, stop: () => inHand }
    },
  }),
  'stopping takes a long time': (queue) => ({
    consume: async (...args) => {
      const consumer = await queue.consume(...args)
      return {
        ...consumer,
        async stop() {
          await consumer.stop()
          await sleep(5000)
        },
      }
    },
  }),
  'what waits is lost when its consumer stops': (queue) => ({
    consume: async (channel, handler, options) => {
      const consumer = await queue.consume(channel, handler, options)
      return {
        ...consumer,
        async stop() {
          await consumer.stop()
          const drain = await queue.consume(channel, async () => undefined, { concurrency: 1 })
          await queue.waitForRoom(channel, 1)
          await drain.stop()
        },
      }
    },
  }),
  'every consumer gets every job': (queue) => {
    const handlers: ((job: { id: string; version: number }) => Promise<void>)[] = []
    return {
      consume: (channel, handler, options) => {
        handlers.push(handler)
        if (handlers.length > 1) return queue.consume('nothing', handler, options)
        return queue.consume(
          channel,
          async (job) => {
            await Promise.all(handlers.map(async (each) => each(job)))
          },
          options,
        )
      },
    }
  },
  'only the first consumer works': (queue) => {
    const consumed = new Set<string>()
    return {
      consume: (channel, handler, options) => {
        const first = !consumed.has(channel)
        consumed.add(channel)
        return queue.consume(first ? channel : `${channel}-not`, handler, options)
      },
    }
  },
  'processes have nothing in common': () => sharedQueues()().queue,
  'what a dead process had in hand is gone': () => ({ die: () => undefined }),
}
