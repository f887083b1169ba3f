import { setTimeout as sleep } from 'node:timers/promises'
import { ScanError } from '../errors.ts'
import type { Queue } from '../ports/queue.ts'

/** A server that stays away is told of this often, not with each call that fails. */
const tellAgainMs = 5000

/** How faults of a queue are waited out. */
export interface QueuePatience {
  readonly signal: AbortSignal
  readonly onWait: (message: string) => void
}

/**
 * The same queue, whose server may be away. A publishing that fails is only told of: what is owed stands in the ledger, from where it is published again. Who waits for room or for a
 * consumer goes on waiting, until the signal is aborted.
 */
export const patientQueue = (queue: Queue, { signal, onWait }: QueuePatience): Queue => {
  const toldAt = new Map<string, number>()
  const tell = (message: string): void => {
    const now = performance.now()
    if (now - (toldAt.get(message) ?? Number.NEGATIVE_INFINITY) < tellAgainMs) return
    toldAt.clear()
    toldAt.set(message, now)
    onWait(message)
  }
  const insist = async <T>(call: () => Promise<T>): Promise<T> => {
    for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
      try {
        return await call()
      } catch (error) {
        if (!isAway(error) || signal.aborted) throw error
        tell(error.message)
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
    }
  }
  return {
    specVersion: queue.specVersion,
    name: queue.name,
    capabilities: queue.capabilities,
    open: () => queue.open(),
    async publish(channel, jobs) {
      if (jobs.length === 0) return
      try {
        await queue.publish(channel, jobs)
      } catch (error) {
        if (!isAway(error)) throw error
        tell(error.message)
      }
    },
    consume: (channel, handler, options) =>
      insist(() => queue.consume(channel, handler, { onTrouble: tell, ...options })),
    size: (channel) => insist(() => queue.size(channel)),
    waitForRoom: (channel, limit, until = signal) => insist(() => queue.waitForRoom(channel, limit, until)),
    check: () => queue.check(),
    close: () => queue.close(),
  }
}

const isAway = (error: unknown): error is ScanError => ScanError.is(error) && error.retryable
