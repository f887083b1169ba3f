import { consumers } from './consumers.ts'
import { delivery } from './delivery.ts'
import { opening } from './opening.ts'
import { severalProcesses } from './several-processes.ts'
import { type Facet, onFreshQueue, type QueueContractOptions } from './suite.ts'
import { waitingJobs } from './waiting-jobs.ts'

const facets: Readonly<Record<string, Facet>> = {
  'opening and closing': opening,
  delivery,
  'jobs that wait': waitingJobs,
  consumers,
  'several processes': severalProcesses,
}

/**
 * The contract of a {@link Queue} as a test suite for any runner with `describe` and `it` (vitest, node:test, jest, mocha). It covers what the doc comments of the port promise. Every
 * case creates a queue of its own. The delivery of a job whose consumer died takes as long as the queue waits for it: allow its case some more than `patienceMs`.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { inProcessQueue } from '@soniquebay/scan'
 * import { queueContract } from '@soniquebay/scan/testing'
 *
 * queueContract({ describe, it, create: async () => ({ queue: inProcessQueue() }) })
 * ```
 */
export const queueContract = ({ describe, it, create, patienceMs = 25_000 }: QueueContractOptions): void => {
  for (const [name, facet] of Object.entries(facets)) {
    describe(`queue contract: ${name}`, () => {
      facet({ it: (title, body) => it(title, () => onFreshQueue(create, patienceMs, body)) })
    })
  }
}
