import { describe, it } from 'vitest'
import { inProcessQueue } from '../../src/adapters/inprocess/queue.ts'
import { queueContract } from '../../src/testing/queue-contract/queue-contract.ts'

describe('in-process queue', () => {
  queueContract({ describe, it, create: async () => ({ queue: inProcessQueue() }) })
})
