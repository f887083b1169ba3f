import type { Queue } from '../../core/ports/queue.ts'
import type { TestRunner } from '../storage-contract/suite.ts'
import { QueueLab } from './queue-lab.ts'

/** A queue to test, fresh and empty. */
export interface QueueUnderTest {
  /** Not yet opened. */
  readonly queue: Queue
  /** Another queue over the same jobs, as another process would have it; not yet opened. Required when `capabilities.shared` says so. */
  readonly connect?: () => Queue | Promise<Queue>
  /** Cuts a queue off from its jobs for good, as the death of its process would: nothing it has in hand is acknowledged or given back. Without it that is not tested. */
  readonly abandon?: (queue: Queue) => void | Promise<void>
  /** Removes what was created. The queues are closed by then. */
  readonly dispose?: () => Promise<void>
}

/** What the contract suite needs. */
export interface QueueContractOptions extends TestRunner {
  /** Makes a queue, not yet opened; each case asks for one. */
  readonly create: () => Promise<QueueUnderTest>
  /**
   * Milliseconds that a case waits for what a queue must do in the end, such as delivering a job again whose consumer died. Default 25,000.
   */
  readonly patienceMs?: number
}

/** A facet of the contract adds its cases; each gets a fresh, open queue. */
interface Suite {
  readonly it: (name: string, body: (lab: QueueLab) => Promise<void>) => void
}

export type Facet = (suite: Suite) => void

/** Runs a case on a fresh queue and cleans up after it, whatever it did. */
export const onFreshQueue = async (
  /** Makes a queue, not yet opened; each case asks for one. */
  create: QueueContractOptions['create'],
  patienceMs: number,
  body: (lab: QueueLab) => Promise<void>,
): Promise<void> => {
  const under = await create()
  const lab = new QueueLab(under, patienceMs)
  try {
    await under.queue.open()
    await body(lab)
  } finally {
    await lab.close()
    await under.dispose?.()
  }
}
