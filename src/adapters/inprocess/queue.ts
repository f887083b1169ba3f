import { ScanError } from '../../core/errors.ts'
import type { Queue } from '../../core/ports/queue.ts'
import { Channel } from './channel.ts'

/** A queue within this process, on p-queue. A hop costs a function call; what waits is gone with the process, and the ledger finds it again. */
export const inProcessQueue = (): Queue => {
  const channels = new Map<string, Channel>()
  let closed = false

  const channelOf = (name: string): Channel => {
    if (closed) throw new ScanError('CLOSED', 'This queue is closed.')
    const channel = channels.get(name) ?? new Channel()
    channels.set(name, channel)
    return channel
  }

  return {
    specVersion: 'v1',
    name: 'in-process',
    capabilities: { shared: false },
    async open() {
      closed = false
    },
    async publish(name, jobs) {
      const channel = channelOf(name)
      for (const job of jobs) channel.add(job)
    },
    async consume(name, handler, { concurrency }) {
      return channelOf(name).consume(handler, concurrency)
    },
    async size(name) {
      return channelOf(name).size
    },
    async waitForRoom(name, limit, signal) {
      await channelOf(name).waitForRoom(limit, signal)
    },
    async check() {
      return [{ level: 'ok', message: 'Jobs wait in the memory of this process.' }]
    },
    async close() {
      closed = true
      const open = [...channels.values()]
      channels.clear()
      await Promise.all(open.map((channel) => channel.close()))
    },
  }
}
