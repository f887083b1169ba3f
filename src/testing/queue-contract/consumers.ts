import assert from 'node:assert/strict'
import { jobOf, jobsOf } from './queue-lab.ts'
import type { Facet } from './suite.ts'

export const consumers: Facet = ({ it }) => {
  it('handles as many jobs at once as it may, and no more', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 12))
    const { hands } = await lab.consume('work', { concurrency: 3 })
    await lab.until('three are in hand', () => hands.inHand === 3)
    await lab.aWhile()
    hands.letOneGo()
    await lab.until('another one is in hand', () => hands.taken.length === 4)
    hands.letGo()
    await lab.untilEmpty('work')
    assert.deepEqual([hands.most, hands.taken.length], [3, 12])
  })

  it('takes more at once when told so, though those in hand are stuck', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 6))
    const { hands, consumer } = await lab.consume('work')
    await lab.until('one is in hand', () => hands.inHand === 1)
    consumer.setConcurrency(4)
    await lab.until('four are in hand', () => hands.inHand === 4)
    await lab.aWhile()
    assert.equal(hands.most, 4)
  })

  it('takes fewer at once when told so, and finishes those in hand', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 9))
    const { hands, consumer } = await lab.consume('work', { concurrency: 4 })
    await lab.until('four are in hand', () => hands.inHand === 4)
    consumer.setConcurrency(1)
    for (let done = 1; done <= 3; done++) hands.letOneGo()
    await lab.until('one is in hand', () => hands.inHand === 1)
    await lab.aWhile()
    assert.deepEqual([hands.inHand, hands.taken.length], [1, 4])
    hands.letOneGo()
    await lab.until('the next one is in hand', () => hands.taken.length === 5)
    await lab.aWhile()
    assert.equal(hands.inHand, 1)
    hands.letGo()
    await lab.untilEmpty('work')
    assert.equal(new Set(hands.taken).size, 9)
  })

  it('stops after the jobs in hand and takes no more', async (lab) => {
    await lab.queue.publish('work', jobsOf('job', 5))
    const { hands, consumer } = await lab.consume('work', { concurrency: 2 })
    await lab.until('two are in hand', () => hands.inHand === 2)
    const stopped = consumer.stop()
    assert.ok(await lab.isPending(stopped), 'jobs in hand are waited for')
    hands.letOneGo()
    assert.ok(await lab.isPending(stopped), 'all jobs in hand are waited for')
    hands.letGo()
    await stopped
    await lab.queue.publish('work', [jobOf('late')])
    await lab.aWhile()
    assert.deepEqual([hands.taken.length, hands.inHand], [2, 0])
    const next = await lab.consume('work', { open: true })
    await lab.until('the others go to the next consumer', () => next.hands.taken.length >= 4)
    assert.deepEqual(
      [...hands.taken, ...next.hands.taken].toSorted(),
      [...jobsOf('job', 5), jobOf('late')].map(({ id }) => id),
    )
  })

  it('stops at once when nothing is in hand', async (lab) => {
    const { consumer } = await lab.consume('work')
    await lab.aWhile()
    const from = performance.now()
    await consumer.stop()
    assert.ok(performance.now() - from < 5000)
  })

  it('shares the jobs of a channel among its consumers', async (lab) => {
    const first = await lab.consume('work')
    const second = await lab.consume('work')
    await lab.queue.publish('work', jobsOf('job', 4))
    await lab.until('both are busy', () => first.hands.inHand + second.hands.inHand === 2)
    await lab.aWhile()
    assert.deepEqual([first.hands.most, second.hands.most], [1, 1])
    const stopped = first.consumer.stop()
    first.hands.letGo()
    await stopped
    second.hands.letGo()
    await lab.untilEmpty('work')
    assert.deepEqual([...first.hands.taken, ...second.hands.taken].toSorted(), ['job-1', 'job-2', 'job-3', 'job-4'])
  })
}
