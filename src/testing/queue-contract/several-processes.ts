import assert from 'node:assert/strict'
import { jobOf, jobsOf } from './queue-lab.ts'
import type { Facet } from './suite.ts'

export const severalProcesses: Facet = ({ it }) => {
  it('lets another process consume what this one publishes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    await lab.queue.publish('work', jobsOf('early', 3))
    const { hands } = await lab.consume('work', { queue: other, open: true })
    await lab.untilEmpty('work')
    await lab.queue.publish('work', [{ id: 'late', version: 3 }])
    await lab.untilEmpty('work')
    assert.deepEqual([...hands.taken].sort(), ['early-1', 'early-2', 'early-3', 'late'])
    assert.equal(hands.jobs.at(-1)?.version, 3)
  })

  it('shares jobs among the consumers of several processes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    const here = await lab.consume('work', { concurrency: 2 })
    const there = await lab.consume('work', { queue: other, concurrency: 2 })
    await lab.queue.publish('work', jobsOf('job', 4))
    await lab.until('all are in hand', () => here.hands.inHand === 2 && there.hands.inHand === 2)
    here.hands.letGo()
    there.hands.letGo()
    await lab.untilEmpty('work')
    assert.equal(new Set([...here.hands.taken, ...there.hands.taken]).size, 4)
  })

  it('counts the jobs of all processes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    const { hands } = await lab.consume('work', { queue: other })
    await lab.queue.publish('work', jobsOf('job', 3))
    await lab.until('one is in hand there', () => hands.inHand === 1)
    assert.deepEqual([await lab.queue.size('work'), await other.size('work')], [3, 3])
    const room = lab.queue.waitForRoom('work', 1)
    assert.ok(await lab.isPending(room))
    hands.letGo()
    await room
  })

  it('does not add a job that another process published and that waits', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    await lab.queue.publish('work', jobsOf('job', 3))
    await other.publish('work', jobsOf('job', 4))
    assert.equal(await lab.queue.size('work'), 4)
  })

  it('goes on when another process closes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    await lab.consume('work', { queue: other, open: true })
    const { hands } = await lab.consume('work', { open: true })
    await other.close()
    await lab.queue.publish('work', jobsOf('job', 3))
    await lab.untilEmpty('work')
    assert.equal(new Set(hands.taken).size, 3)
  })

  it('delivers again what a process had in hand that died', async (lab) => {
    const { abandon } = lab
    const other = await lab.connectAnother()
    if (other === null || abandon === null) return
    const there = await lab.consume('work', { queue: other, concurrency: 2 })
    await lab.queue.publish('work', jobsOf('job', 2))
    await lab.until('both are in hand there', () => there.hands.inHand === 2)
    await abandon(other)
    const here = await lab.consume('work', { open: true })
    await lab.queue.publish('work', [jobOf('next')])
    await lab.until('both are delivered again', () => new Set(here.hands.taken).size === 3)
    await lab.untilEmpty('work')
    assert.deepEqual([...new Set(here.hands.taken)].sort(), ['job-1', 'job-2', 'next'])
  })
}
