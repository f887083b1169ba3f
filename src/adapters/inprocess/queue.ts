import PQueue from 'p-queue'
import type { Consumer, Job, Queue } from '../../core/ports/queue.ts'

interface Channel {
  readonly queue: PQueue
  handler: ((job: Job) => Promise<void>) | undefined
  readonly waiting: Job[]
}

/** A queue within this process, on p-queue. A hop costs a function call; what waits is gone with the process, and the ledger finds it again. */
export const inProcessQueue = (): Queue => {
  const channels = new Map<string, Channel>()

  const channelOf = (name: string): Channel => {
    const known = channels.get(name)
    if (known !== undefined) return known
    const channel: Channel = { queue: new PQueue({ concurrency: 1 }), handler: undefined, waiting: [] }
    channels.set(name, channel)
    return channel
  }

  const run = (channel: Channel, job: Job): void => {
    const { handler } = channel
    if (handler === undefined) channel.waiting.push(job)
    // The handler reports its own errors; one that escapes must not end the process.
    else void channel.queue.add(() => handler(job)).catch(() => undefined)
  }

  const consumerOf = (name: string, channel: Channel): Consumer => ({
    async stop() {
      channel.handler = undefined
      channel.queue.clear()
      await channel.queue.onIdle()
      channels.delete(name)
    },
  })

  return {
    specVersion: 'v1',
    name: 'in-process',
    capabilities: { shared: false },
    async publish(name, jobs) {
      const channel = channelOf(name)
      for (const job of jobs) run(channel, job)
    },
    async consume(name, handler, { concurrency }) {
      const channel = channelOf(name)
      channel.handler = handler
      channel.queue.concurrency = concurrency
      for (const job of channel.waiting.splice(0)) run(channel, job)
      return consumerOf(name, channel)
    },
    async size(name) {
      const channel = channels.get(name)
      return channel === undefined ? 0 : channel.waiting.length + channel.queue.size + channel.queue.pending
    },
    async waitForRoom(name, limit, signal) {
      const channel = channelOf(name)
      signal?.throwIfAborted()
      const aborted = Promise.withResolvers<never>()
      const onAbort = (): void => aborted.reject(signal?.reason)
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        await Promise.race([channel.queue.onSizeLessThan(limit), aborted.promise])
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
    async close() {
      await Promise.all([...channels].map(([name, channel]) => consumerOf(name, channel).stop()))
    },
  }
}
