import assert from 'node:assert/strict'
import { Hands } from './hands.ts'
import { jobOf, jobsOf } from './queue-lab.ts'
import type { Facet } from './suite.ts'

export const delivery: Facet = ({ it }) => {
  it('delivers jobs that were published before any consumer came', async (lab) => {
    await lab.queue.publish('work', jobsOf('early', 5))
    const { hands } = await lab.consume('work', { open: true })
    await lab.untilEmpty('work')
    assert.deepEqual(
      hands.taken.toSorted(),
      jobsOf('early', 5).map(({ id }) => id),
    )
  })

  it('delivers what is published while a consumer waits', async (lab) => {
    const { hands } = await lab.consume('work', { concurrency: 4, open: true })
    await lab.aWhile()
    for (let round = 1; round <= 3; round++) {
      await lab.queue.publish('work', jobsOf(`round${round}`, 20))
      await lab.untilEmpty('work')
      assert.equal(new Set(hands.taken).size, round * 20)
    }
  })

  it('delivers each job with its id and its version', async (lab) => {
    await lab.queue.publish('work', [
      { id: 'a', version: 1 },
      { id: 'b', version: 7, priority: 'low' },
    ])
    const { hands } = await lab.consume('work', { open: true })
    await lab.untilEmpty('work')
    assert.deepEqual(
      hands.jobs.map(({ id, version }) => [id, version]),
      [
        ['a', 1],
        ['b', 7],
      ],
    )
  })

  it('takes ids of letters, digits, hyphens and dots as they are', async (lab) => {
    const ids = ['u12-7', 't3', 'T3', '9z', '0x1F', '-a', '.b', 'C..-d', '1e5', 'x'.repeat(100)]
    await lab.queue.publish('work', ids.map(jobOf))
    const { hands } = await lab.consume('work', { open: true })
    await lab.untilEmpty('work')
    assert.deepEqual(hands.taken.toSorted(), ids.toSorted())
  })

  it('takes an empty list of jobs', async (lab) => {
    await lab.queue.publish('work', [])
    assert.equal(await lab.queue.size('work'), 0)
  })

  it('keeps channels apart', async (lab) => {
    const channels = ['work', 'Work', 'work-2', '3']
    for (const channel of channels) await lab.queue.publish(channel, [jobOf('same'), jobOf(`of-${channel}`)])
    await lab.queue.publish('other', [jobOf('same')])
    const all = []
    for (const channel of channels) all.push((await lab.consume(channel, { open: true })).hands)
    for (const channel of channels) await lab.untilEmpty(channel)
    assert.deepEqual(
      all.map(({ taken }) => taken.toSorted()),
      channels.map((channel) => [`of-${channel}`, 'same']),
    )
    assert.equal(await lab.queue.size('other'), 1)
  })

  it('acknowledges a job after its handler ended, not before', async (lab) => {
    const { hands } = await lab.consume('work')
    await lab.queue.publish('work', [jobOf('slow')])
    await lab.until('the job is in hand', () => hands.inHand === 1)
    await lab.aWhile()
    assert.equal(await lab.queue.size('work'), 1)
    hands.letGo()
    await lab.untilEmpty('work')
    assert.deepEqual(hands.taken, ['slow'])
  })

  it('acknowledges a job whose handler rejects or throws, and goes on', async (lab) => {
    const taken: string[] = []
    const handler = (job: { readonly id: string }): Promise<void> => {
      taken.push(job.id)
      if (job.id === 'throws') throw new Error('thrown by a handler')
      return job.id === 'rejects' ? Promise.reject(new Error('rejected by a handler')) : Promise.resolve()
    }
    await lab.queue.consume('work', handler, { concurrency: 1 })
    await lab.queue.publish('work', ['rejects', 'throws', 'fine'].map(jobOf))
    await lab.untilEmpty('work')
    await lab.aWhile()
    assert.deepEqual(taken.toSorted(), ['fine', 'rejects', 'throws'])
    assert.equal(await lab.queue.size('work'), 0)
    await lab.queue.publish('work', [jobOf('rejects')])
    await lab.until('a rejected job is delivered when it is published again', () => taken.length === 4)
  })

  it('delivers higher priorities first, and equal ones about in order', async (lab) => {
    const { hands } = await lab.consume('work')
    await lab.queue.publish('work', [jobOf('blocks')])
    await lab.until('the consumer is busy', () => hands.inHand === 1)
    const marked = (name: string, priority: 'high' | 'normal' | 'low') =>
      jobsOf(name, 10).map((job) => ({ ...job, priority }))
    await lab.queue.publish('work', [...marked('low', 'low'), ...marked('middle', 'normal').slice(0, 5)])
    await lab.queue.publish('work', [...jobsOf('middle', 10).slice(5), ...marked('high', 'high')])
    hands.letGo()
    await lab.untilEmpty('work')
    const [, ...order] = hands.taken
    const names = order.map((id) => id.split('-')[0])
    assert.deepEqual(
      names,
      ['high', 'middle', 'low'].flatMap((name) => Array<string>(10).fill(name)),
    )
    for (const name of ['high', 'middle', 'low']) {
      const numbers = order.filter((id) => id.startsWith(name)).map((id) => Number(id.split('-')[1]))
      assert.ok(mean(numbers.slice(0, 3)) < mean(numbers.slice(-3)), `${name}: ${numbers.join(', ')}`)
    }
  })

  it('goes on with other jobs while one takes long', async (lab) => {
    const long = new Hands()
    const short = new Hands(true)
    await lab.queue.consume('work', (job) => (job.id === 'long' ? long : short).handle(job), { concurrency: 2 })
    await lab.queue.publish('work', [jobOf('long'), ...jobsOf('short', 10)])
    await lab.until('the others are done', () => short.taken.length === 10 && short.inHand === 0)
    assert.equal(long.inHand, 1)
    long.letGo()
    await lab.untilEmpty('work')
    assert.deepEqual(long.taken, ['long'])
  })
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
