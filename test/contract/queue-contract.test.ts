import { describe, expect, it } from 'vitest'
import { inProcessQueue } from '../../src/adapters/inprocess/queue.ts'
import { within } from '../../src/adapters/support/reach.ts'
import { queueContract } from '../../src/testing/queue-contract/queue-contract.ts'
import type { QueueUnderTest } from '../../src/testing/queue-contract/suite.ts'
import { breakQueue } from './broken/break-queue.ts'
import { brokenQueues } from './broken/broken-queues.ts'

/** Names of the cases that a queue fails, without a test runner: all at once, because most of their time is waiting. */
const failuresOf = async (
  create: () => QueueUnderTest,
  patienceMs = 400,
): Promise<{ readonly failed: string[]; readonly cases: number }> => {
  const cases: { readonly name: string; readonly body: () => Promise<void> }[] = []
  queueContract({
    describe: (_name, body) => body(),
    it: (name, body) => cases.push({ name, body }),
    create: async () => create(),
    patienceMs,
  })
  const failed: string[] = []
  await Promise.all(cases.map(({ name, body }) => within(3000 + patienceMs, body()).catch(() => failed.push(name))))
  return { failed, cases: cases.length }
}

describe('the queue contract', () => {
  it('passes for queues that keep it', async () => {
    const { failed, cases } = await failuresOf(() => breakQueue(() => ({})), 5000)
    expect(failed).toEqual([])
    expect(cases).toBeGreaterThan(35)
    expect((await failuresOf(() => ({ queue: inProcessQueue() }), 5000)).failed).toEqual([])
  })

  it.concurrent.each(Object.entries(brokenQueues))('fails when %s', async (_mistake, mistake) => {
    expect((await failuresOf(() => breakQueue(mistake))).failed).not.toEqual([])
  })

  it('asks for another connection to a queue that is shared', async () => {
    const { failed } = await failuresOf(() => {
      const { connect: _, ...under } = breakQueue(() => ({}))
      return under
    })
    expect(failed).toContain('lets another process consume what this one publishes')
  })
})
