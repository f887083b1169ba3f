import { inProcessQueue } from '../../../src/adapters/inprocess/queue.ts'
import { ScanError } from '../../../src/core/errors.ts'
import type { Consumer, Queue } from '../../../src/core/ports/queue.ts'

/** A queue of one "process" of a test, and what its death does. */
export interface SharedQueue {
  readonly queue: Queue
  readonly die: () => void
}

/** Queues over the same jobs, in this process. */
export const sharedQueues = (): (() => SharedQueue) => {
  const server = inProcessQueue()
  return () => {
    const closing = new AbortController()
    const death = new AbortController()
    const consumers = new Set<Consumer>()
    const whileOpen =
      <Args extends readonly unknown[], T>(call: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        closing.signal.throwIfAborted()
        return call(...args)
      }
    const queue: Queue = {
      ...server,
      name: 'shared',
      capabilities: { shared: true },
      publish: whileOpen(server.publish),
      size: whileOpen(server.size),
      consume: whileOpen(async (channel, handler, options) => {
        const consumer = await server.consume(
          channel,
          async (job) => {
            const died = new Promise<true>((resolve) => death.signal.addEventListener('abort', () => resolve(true)))
            if (await Promise.race([handler(job).then(() => false), died])) await server.publish(channel, [job])
          },
          options,
        )
        consumers.add(consumer)
        return consumer
      }),
      waitForRoom: whileOpen((channel, limit, signal) =>
        server.waitForRoom(
          channel,
          limit,
          AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]),
        ),
      ),
      async close() {
        closing.abort(new ScanError('CLOSED', 'This queue is closed.'))
        await Promise.all([...consumers].map((consumer) => consumer.stop()))
      },
    }
    const die = (): void => {
      for (const consumer of consumers) void consumer.stop()
      death.abort()
    }
    return { queue, die }
  }
}
