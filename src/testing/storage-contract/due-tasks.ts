import assert from 'node:assert/strict'
import { taskOwed } from '../rows/scan-rows.ts'
import { newSongs, songsAgain } from './songs.ts'
import type { Facet } from './suite.ts'
import { claimTask, claimTasks, dueSubjects, endTask, listTasks, storeOwing, subjectsOf } from './task-bench.ts'

export const dueTasks: Facet = ({ it }) => {
  it('names due tasks: higher priority first, then the earlier, then the older', async (lab) => {
    const owed = [
      { subjectId: 'late', notBefore: 20 },
      { subjectId: 'first of two', notBefore: 10 },
      { subjectId: 'second of two', notBefore: 10 },
      { subjectId: 'low', priority: -1, notBefore: 0 },
      { subjectId: 'high', priority: 2, notBefore: 900_000 },
      { subjectId: 'not yet', priority: 9, notBefore: lab.now + 1 },
      { subjectId: 'just now', priority: 1, notBefore: lab.now },
      { subjectId: 'other', kind: 'vector', priority: 5 },
    ]
    const order = ['high', 'just now', 'first of two', 'second of two', 'late', 'low']
    await lab.store({
      ...newSongs(...owed.map(({ subjectId }) => ({ id: subjectId }))),
      tasks: owed.map((task) => taskOwed(task)),
    })
    const due = await lab.tasks.dueTasks(['fingerprint'], 100, lab.now)
    const [first] = due
    const [high] = await listTasks(lab, { subjectIds: ['high'] })
    assert.deepEqual(first, { taskId: high?.taskId, kind: 'fingerprint', priority: 2, attempts: 0 })
    assert.deepEqual(await dueSubjects(lab), order)
    assert.deepEqual(await dueSubjects(lab, ['vector', 'fingerprint', 'none', 'vector']), ['other', ...order])
    for (const limit of [1, 3, 6])
      assert.deepEqual(await dueSubjects(lab, ['fingerprint'], limit), order.slice(0, limit))
    assert.deepEqual(await lab.tasks.dueTasks([], 100, lab.now), [])
    assert.deepEqual(await lab.tasks.dueTasks(['fingerprint'], 100, -1), [])
    assert.deepEqual(subjectsOf(await claimTasks(lab, { limit: 2 })), order.slice(0, 2))
    assert.deepEqual(subjectsOf(await claimTasks(lab)), order.slice(2))
    assert.deepEqual(await dueSubjects(lab), [])
    lab.now += 1
    assert.deepEqual(await dueSubjects(lab), ['not yet'])
  })

  it('finds what is due among much that is not', async (lab) => {
    const ids = Array.from({ length: 60 }, (_, number) => `t${number}`)
    await lab.store({
      ...newSongs(...ids.map((id) => ({ id }))),
      tasks: ids.map((subjectId, number) =>
        taskOwed({ subjectId, priority: 60 - number, notBefore: number % 20 === 19 ? 0 : lab.now + 1 }),
      ),
    })
    assert.deepEqual(await dueSubjects(lab, ['fingerprint'], 2), ['t19', 't39'])
    assert.deepEqual(subjectsOf(await claimTasks(lab, { limit: 2 })), ['t19', 't39'])
  })

  it('tells how often a task that is due was claimed before', async (lab) => {
    await storeOwing(lab, 'a')
    await claimTasks(lab, { limit: 1, leaseMs: 10 })
    lab.now += 10
    const [due] = await lab.tasks.dueTasks(['fingerprint'], 1, lab.now)
    assert.equal(due?.attempts, 1)
  })

  it('has no task due of a track that is missing, until it is back', async (lab) => {
    await storeOwing(lab, 'a', 'b', 'c')
    await claimTasks(lab, { limit: 1, leaseMs: 10 })
    await lab.store({ missing: ['a', 'b'].map((trackId) => ({ trackId, reason: 'gone' })) })
    lab.now += 10
    assert.deepEqual(await dueSubjects(lab), ['c'])
    const taskIds = (await listTasks(lab)).map((task) => task.taskId)
    assert.deepEqual(subjectsOf(await claimTasks(lab, { taskIds })), ['c'])
    await lab.store({
      tasks: [taskOwed({ subjectId: 'b', version: '2' }), taskOwed({ subjectId: 'b', kind: 'vector' })],
    })
    assert.equal(await lab.tasks.retryTasks({ states: ['waiting', 'leased'], subjectIds: ['a', 'b'] }, lab.now), 3)
    assert.deepEqual(await dueSubjects(lab, ['fingerprint', 'vector']), [])
    assert.deepEqual(await claimTasks(lab, { kinds: ['fingerprint', 'vector'] }), [])
    assert.equal((await lab.reader.stats()).tasks, 4)
    await lab.store(songsAgain({ id: 'a' }, { id: 'b' }))
    assert.deepEqual(await dueSubjects(lab, ['fingerprint', 'vector']), ['a', 'b', 'b'])
    assert.deepEqual(subjectsOf(await claimTasks(lab)), ['a', 'b'])
  })

  it('has tasks due again that the root of their tracks took with it, when it is back', async (lab) => {
    await storeOwing(lab, 'a')
    await lab.writer.setRoots({ put: [{ id: 'music', location: '/srv', device: 1, inode: 1 }], now: lab.now })
    await lab.writer.setRoots({ remove: ['music'], now: lab.now })
    assert.deepEqual(await dueSubjects(lab), [])
    await lab.store(songsAgain({ id: 'a' }))
    assert.deepEqual(await dueSubjects(lab), ['a'])
  })

  it('lets the holder of a task end it though its track is missing', async (lab) => {
    await storeOwing(lab, 'a')
    const lease = await claimTask(lab)
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    assert.deepEqual(await lab.tasks.renewTasks([lease], 1000, lab.now), [])
    assert.equal(await endTask(lab, { lease, outcome: 'done', value: 'kept' }), true)
    assert.deepEqual(
      (await lab.tasks.derived(['a'])).map((row) => row.value),
      ['kept'],
    )
  })

  it('removes tasks and values with purged tracks', async (lab) => {
    await storeOwing(lab, 'a', 'b')
    const leases = await claimTasks(lab)
    await lab.tasks.endTasks(
      leases.map((lease) => ({ lease, outcome: 'done', value: 'x' })),
      lab.now,
    )
    await lab.store({
      missing: [{ trackId: 'a', reason: 'gone' }],
      tasks: [taskOwed({ subjectId: 'a', kind: 'vector' })],
    })
    await lab.writer.purge(lab.now + 1, lab.now)
    assert.deepEqual(subjectsOf(await listTasks(lab)), ['b'])
    assert.deepEqual(await lab.tasks.countTasks(), [{ kind: 'fingerprint', state: 'done', count: 1 }])
    await lab.store(newSongs({ id: 'a' }))
    assert.deepEqual(
      (await lab.tasks.derived(['a', 'b'])).map((row) => row.trackId),
      ['b'],
    )
  })
}
