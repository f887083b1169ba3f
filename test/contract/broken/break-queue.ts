import type { Queue } from '../../../src/core/ports/queue.ts'
import type { QueueUnderTest } from '../../../src/testing/queue-contract/suite.ts'
import { sharedQueues } from './shared-queues.ts'

/** What a broken queue does otherwise. */
export interface BrokenQueue extends Partial<Queue> {
  /** When its process dies. */
  readonly die?: () => void
}

/** Breaks a queue that works; it is given the queues of the other processes as well. */
export type BreakQueue = (queue: Queue, others: ReadonlySet<Queue>) => BrokenQueue

/** Queues with one thing wrong. */
export const breakQueue = (mistake: BreakQueue): QueueUnderTest => {
  const make = sharedQueues()
  const all = new Set<Queue>()
  const deaths = new Map<Queue, () => void>()
  const connect = (): Queue => {
    const { queue: works, die: diesWell } = make()
    const { die = diesWell, ...broken } = mistake(works, all)
    const queue = { ...works, ...broken }
    all.add(works)
    deaths.set(queue, die)
    return queue
  }
  return { queue: connect(), connect, abandon: (queue) => deaths.get(queue)?.() }
}
