import assert from 'node:assert/strict'
import { jobOf, jobsOf } from './queue-lab.ts'
import type { Facet } from './suite.ts'

export const waitingJobs: Facet = ({ it }) => {
  it('does not add a job that waits a second time', async (lab) => {
    await lab.queue.publish('work', [jobOf('a'), jobOf('b'), jobOf('a')])
    await lab.queue.publish('work', [jobOf('a')])
    await lab.queue.publish('work', [{ ...jobOf('b'), priority: 'high' }, jobOf('c')])
    assert.equal(await lab.queue.size('work'), 3)
    const { hands } = await lab.consume('work', { open: true })
    await lab.untilEmpty('work')
    assert.deepEqual(hands.taken.toSorted(), ['a', 'b', 'c'])
  })

  it('takes an id again once its job is acknowledged', async (lab) => {
    const { hands } = await lab.consume('work', { open: true })
    for (let round = 1; round <= 3; round++) {
      await lab.queue.publish('work', [jobOf('again')])
      await lab.untilEmpty('work')
      assert.equal(hands.taken.length, round)
    }
  })

  it('takes an id whose job is in hand, now or after it is acknowledged', async (lab) => {
    const { hands } = await lab.consume('work')
    await lab.queue.publish('work', [jobOf('again')])
    await lab.until('the job is in hand', () => hands.inHand === 1)
    await lab.queue.publish('work', [jobOf('again')])
    hands.letGo()
    await lab.untilEmpty('work')
    const before = hands.taken.length
    assert.ok(before <= 2)
    await lab.queue.publish('work', [jobOf('again')])
    await lab.until('the job is delivered again', () => hands.taken.length > before)
  })

  it('counts jobs that wait and jobs in hand', async (lab) => {
    assert.equal(await lab.queue.size('work'), 0)
    const { hands } = await lab.consume('work', { concurrency: 2 })
    const priorities = (['high', 'normal', 'low'] as const).map((priority) => ({ id: priority, version: 1, priority }))
    await lab.queue.publish('work', [...jobsOf('job', 5), ...priorities])
    await lab.until('two are in hand', () => hands.inHand === 2)
    assert.equal(await lab.queue.size('work'), 8)
    hands.letOneGo()
    await lab.until('one is done', async () => (await lab.queue.size('work')) === 7)
  })

  it('waits for room until fewer jobs wait or are in hand', async (lab) => {
    await lab.queue.waitForRoom('work', 1)
    await lab.queue.publish('work', jobsOf('job', 3))
    await lab.queue.waitForRoom('work', 4)
    const room = lab.queue.waitForRoom('work', 3)
    assert.ok(await lab.isPending(room), 'three jobs leave no room for a limit of three')
    const { hands } = await lab.consume('work', { concurrency: 3 })
    await lab.until('all are in hand', () => hands.inHand === 3)
    assert.ok(await lab.isPending(room), 'jobs in hand take room')
    hands.letOneGo()
    await room
    const all = lab.queue.waitForRoom('work', 1)
    hands.letOneGo()
    assert.ok(await lab.isPending(all))
    hands.letGo()
    await all
    assert.equal(await lab.queue.size('work'), 0)
  })

  it('stops waiting for room with the reason of the signal', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 2))
    const reason = new Error('no longer needed')
    const controller = new AbortController()
    const room = lab.queue.waitForRoom('work', 1, controller.signal)
    assert.ok(await lab.isPending(room))
    controller.abort(reason)
    await assert.rejects(room, (error) => error === reason)
    await assert.rejects(
      lab.queue.waitForRoom('work', 1, controller.signal),
      (error) => error === reason,
      'a signal that was aborted before',
    )
    assert.equal(await lab.queue.size('work'), 2)
  })
}
