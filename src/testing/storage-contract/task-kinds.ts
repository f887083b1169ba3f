import assert from 'node:assert/strict'
import type { DeferredKind } from '../../core/deferred-kind.ts'
import { taskOwed } from '../rows/scan-rows.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'
import { claimTasks, endTask, listTasks, storeOwing, subjectsOf } from './task-bench.ts'

const kind = (values: Partial<DeferredKind> = {}): DeferredKind => ({
  kind: 'fingerprint',
  version: '1',
  derivesFrom: 'audio',
  ...values,
})

export const taskKinds: Facet = ({ it }) => {
  it('makes every track that is there owe a new kind', async (lab) => {
    await lab.store(newSongs({ id: 'b', artists: ['Nina'], album: 'Blue' }, { id: 'a' }, { id: 'gone' }))
    await lab.store({ missing: [{ trackId: 'gone', reason: 'gone' }] })
    lab.now += 5
    const kinds = [kind({ priority: 4, delayMs: 300 }), kind({ kind: 'vector', version: '9', derivesFrom: 'tags' })]
    assert.equal(await lab.tasks.setKinds(kinds, lab.now), 4)
    assert.deepEqual(
      (await listTasks(lab)).map(({ taskId, ...task }) => task),
      [
        taskOwed({ subjectId: 'b', priority: 4, notBefore: lab.now + 300 }),
        taskOwed({ subjectId: 'a', priority: 4, notBefore: lab.now + 300 }),
        taskOwed({ subjectId: 'b', kind: 'vector', version: '9', notBefore: lab.now }),
        taskOwed({ subjectId: 'a', kind: 'vector', version: '9', notBefore: lab.now }),
      ].map((task) => ({ ...task, state: 'waiting', attempts: 0, error: null, at: lab.now })),
    )
    assert.deepEqual(await lab.tasks.countTasks(), [
      { kind: 'fingerprint', state: 'waiting', count: 2 },
      { kind: 'vector', state: 'waiting', count: 2 },
    ])
  })

  it('owes nothing for a kind that is known with its version', async (lab) => {
    assert.equal(await lab.tasks.setKinds([kind(), kind({ kind: 'vector' })], lab.now), 0)
    await lab.store(newSongs({ id: 'a' }))
    assert.equal(await lab.tasks.setKinds([kind({ priority: 3 })], lab.now), 0)
    await lab.restart()
    assert.equal(await lab.tasks.setKinds([kind({ kind: 'vector' }), kind()], lab.now), 0)
    assert.equal(await lab.tasks.setKinds([], lab.now), 0)
    assert.deepEqual(await listTasks(lab), [])
  })

  it('owes a kind anew that is known with another version', async (lab) => {
    assert.equal(await lab.tasks.setKinds([kind()], lab.now), 0)
    await storeOwing(lab, 'done', 'waiting', 'leased', 'gone', 'quarantined')
    await lab.store({
      ...newSongs({ id: 'other', album: 'Blue' }),
      tasks: [
        taskOwed({ subjectId: 'done', kind: 'vector' }),
        taskOwed({ subjectId: 'album:Blue', subjectType: 'album' }),
        taskOwed({ subjectId: 'waiting', version: '2', priority: 8 }),
      ],
    })
    const leases = await claimTasks(lab)
    for (const lease of leases) {
      if (lease.subjectId === 'done') await endTask(lab, { lease, outcome: 'done', value: 'of version 1' })
      if (lease.subjectId === 'quarantined') await endTask(lab, { lease, outcome: 'quarantine', error: 'Broken.' })
      if (lease.subjectId === 'waiting') await endTask(lab, { lease, outcome: 'release' })
    }
    await lab.store({ missing: [{ trackId: 'gone', reason: 'gone' }] })
    const untouched = (await listTasks(lab)).filter(
      ({ kind: name, subjectId }) => name === 'vector' || ['waiting', 'gone', 'album:Blue'].includes(subjectId),
    )
    lab.now += 10
    assert.equal(await lab.tasks.setKinds([kind({ version: '2', priority: 1 })], lab.now), 4)
    const after = await listTasks(lab)
    const ids = new Set(untouched.map((task) => task.taskId))
    assert.deepEqual(
      after.filter((task) => ids.has(task.taskId)),
      untouched,
    )
    const anew = after.filter((task) => !ids.has(task.taskId))
    assert.deepEqual(subjectsOf(anew), ['done', 'leased', 'quarantined', 'other'])
    for (const { subjectId, taskId, ...task } of anew) {
      const { subjectId: of, ...owed } = taskOwed({ subjectId, version: '2', priority: 1, notBefore: lab.now })
      assert.deepEqual(task, { ...owed, state: 'waiting', attempts: 0, error: null, at: lab.now }, of)
    }
    const lost = await lab.tasks.renewTasks(leases, 1000, lab.now)
    assert.ok(subjectsOf(lost).includes('leased'))
    assert.deepEqual(
      (await lab.tasks.derived(['done'])).map((row) => row.value),
      ['of version 1'],
    )
    assert.equal(await lab.tasks.setKinds([kind({ version: '2' })], lab.now), 0)
    assert.equal(await lab.tasks.setKinds([kind({ version: '1' })], lab.now), 5)
  })

  it('leaves kinds that are not named as they are', async (lab) => {
    await lab.tasks.setKinds([kind(), kind({ kind: 'vector' })], lab.now)
    await storeOwing(lab, 'a')
    const before = await listTasks(lab)
    assert.equal(await lab.tasks.setKinds([kind({ kind: 'vector', version: '2' })], lab.now), 1)
    assert.equal(await lab.tasks.setKinds([kind()], lab.now), 0)
    assert.deepEqual(await listTasks(lab, { kinds: ['fingerprint'] }), before)
  })
}
