import assert from 'node:assert/strict'
import type { WorkerBeat } from '../../core/model/worker.ts'
import type { Facet } from './suite.ts'

const worker = (values: Partial<WorkerBeat> = {}): WorkerBeat => ({
  workerId: 'w1',
  host: 'pi',
  pid: 4711,
  segments: ['extract', 'vectorize'],
  startedAt: 5,
  jobs: 3,
  atWork: 2,
  ...values,
})

const day = 86_400_000

export const crews: Facet = ({ it }) => {
  it('gives a lease to one holder, until it runs out or is given up', async ({ crew, now }) => {
    assert.equal(await crew.takeLease('dispatch', 'a', 100, now), true)
    assert.equal(await crew.takeLease('dispatch', 'b', 100, now + 99), false)
    assert.equal(await crew.takeLease('maintenance', 'b', 100, now), true)
    assert.equal(await crew.takeLease('dispatch', 'b', 100, now + 100), true)
    assert.equal(await crew.takeLease('dispatch', 'a', 100, now + 100), false)
    await crew.releaseLease('dispatch', 'a')
    assert.equal(await crew.takeLease('dispatch', 'a', 100, now + 100), false)
    await crew.releaseLease('dispatch', 'b')
    assert.equal(await crew.takeLease('dispatch', 'a', 100, now + 100), true)
  })

  it('prolongs a lease for its holder', async (lab) => {
    const { crew, now } = lab
    assert.equal(await crew.takeLease('dispatch', 'a', 100, now), true)
    assert.equal(await crew.takeLease('dispatch', 'a', 100, now + 50), true)
    assert.equal(await crew.takeLease('dispatch', 'b', 100, now + 149), false)
    await lab.restart()
    assert.equal(await crew.takeLease('dispatch', 'b', 100, now + 149), false)
    assert.equal(await crew.takeLease('dispatch', 'b', 100, now + 150), true)
  })

  it('knows who works, by what they said last', async (lab) => {
    const { crew, now } = lab
    assert.deepEqual(await crew.workers(0), [])
    await crew.beat(worker({ workerId: '\u{1F3B5}' }), now)
    await crew.beat(worker({ workerId: '\uffff', segments: [] }), now)
    await crew.beat(worker({ workerId: 'old' }), now - 1)
    await crew.beat(worker({ workerId: '\uffff', segments: ['cover'], host: 'rack', jobs: 9, atWork: 0 }), now + 5)
    const there = [
      { ...worker({ workerId: '\uffff', segments: ['cover'], host: 'rack', jobs: 9, atWork: 0 }), seenAt: now + 5 },
      { ...worker({ workerId: '\u{1F3B5}' }), seenAt: now },
    ]
    assert.deepEqual(await crew.workers(now), there)
    assert.equal((await crew.workers(now - 1)).length, 3)
    await crew.leave('old')
    await lab.restart()
    assert.deepEqual(await crew.workers(0), there)
  })

  it('passes over what nobody has', async ({ crew, now }) => {
    await crew.beat(worker(), now)
    await crew.leave('nobody')
    await crew.releaseLease('nothing', 'nobody')
    assert.equal((await crew.workers(0)).length, 1)
    await crew.leave('w1')
    await crew.leave('w1')
    assert.deepEqual(await crew.workers(0), [])
  })

  it('forgets workers that were not heard of for a day', async ({ crew, now }) => {
    await crew.beat(worker({ workerId: 'a' }), now)
    await crew.beat(worker({ workerId: 'b' }), now + 1)
    await crew.beat(worker({ workerId: 'c' }), now + day)
    const ids = async () => (await crew.workers(0)).map((row) => row.workerId)
    assert.deepEqual(await ids(), ['a', 'b', 'c'])
    await crew.beat(worker({ workerId: 'c' }), now + day + 1)
    assert.deepEqual(await ids(), ['b', 'c'])
  })
}
