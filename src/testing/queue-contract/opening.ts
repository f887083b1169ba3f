import assert from 'node:assert/strict'
import type { Queue } from '../../core/ports/queue.ts'
import { rejectsWith } from '../storage-contract/observe.ts'
import { jobOf, jobsOf } from './queue-lab.ts'
import type { Facet } from './suite.ts'

const calls: Readonly<Record<string, (queue: Queue) => Promise<unknown>>> = {
  publish: (queue) => queue.publish('work', [jobOf('late')]),
  consume: (queue) => queue.consume('work', async () => undefined, { concurrency: 1 }),
  size: (queue) => queue.size('work'),
  waitForRoom: (queue) => queue.waitForRoom('work', 1),
}

export const opening: Facet = ({ it }) => {
  it('says what it is', async ({ queue }) => {
    assert.equal(queue.specVersion, 'v1')
    assert.ok(queue.name.length > 0)
    assert.equal(typeof queue.capabilities.shared, 'boolean')
  })

  it('may be opened twice', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 2))
    await Promise.all([lab.queue.open(), lab.queue.open()])
    assert.equal(await lab.queue.size('work'), 2)
  })

  it('says what doctor should know, in sentences', async ({ queue }) => {
    for (const { level, message } of await queue.check()) {
      assert.ok(['ok', 'warning', 'error'].includes(level))
      assert.match(message, /^\S.+\.$/)
    }
  })

  it('stops its consumers when it is closed, and waits for their jobs', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 3))
    const { hands } = await lab.consume('work', { concurrency: 2 })
    await lab.until('two are in hand', () => hands.inHand === 2)
    const closed = lab.queue.close()
    assert.ok(await lab.isPending(closed), 'jobs in hand are waited for')
    hands.letGo()
    await closed
    await lab.aWhile()
    assert.deepEqual([hands.inHand, hands.taken.length], [0, 2])
  })

  it('may be closed twice', async ({ queue }) => {
    await Promise.all([queue.close(), queue.close()])
    await queue.close()
  })

  it('ends the waiting for room when it is closed', async ({ queue }) => {
    await queue.publish('work', [jobOf('waits')])
    const room = queue.waitForRoom('work', 1)
    // Handled before it rejects.
    room.catch(() => undefined)
    await queue.close()
    await rejectsWith('CLOSED', () => room)
  })

  for (const [method, call] of Object.entries(calls)) {
    it(`rejects ${method} after it is closed`, async ({ queue }) => {
      await queue.close()
      await rejectsWith('CLOSED', () => call(queue))
    })
  }
}
