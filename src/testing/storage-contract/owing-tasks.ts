import assert from 'node:assert/strict'
import type { TaskEnd, TaskLease } from '../../core/model/task.ts'
import { taskOwed } from '../rows/scan-rows.ts'
import type { Lab } from './lab.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'
import { claimTask, claimTasks, endTask, listTasks, storeOwing, subjectsOf, taskOf } from './task-bench.ts'

const owedAgain = { version: '2', priority: 3, notBefore: 77 }

/** Brings the task of track `a` into a state. */
const ways: Readonly<Record<string, (lab: Lab, lease: TaskLease) => Promise<unknown>>> = {
  leased: async () => undefined,
  done: (lab, lease) => endTask(lab, { lease, outcome: 'done' }),
  quarantined: (lab, lease) => endTask(lab, { lease, outcome: 'quarantine', error: 'It is broken.' }),
}

export const owingTasks: Facet = ({ it }) => {
  it('owes a task of a track, an album and an artist, as the commit says', async (lab) => {
    await lab.store({
      ...newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }),
      tasks: [
        taskOwed({ subjectId: 'a', priority: -2, notBefore: 2 ** 45 }),
        taskOwed({ subjectId: 'album:Blue', subjectType: 'album', version: 'it"s' }),
        taskOwed({ subjectId: 'artist:Nina', subjectType: 'artist', kind: 'bio' }),
        taskOwed({ subjectId: 'nobody' }),
        taskOwed({ subjectId: 'a', subjectType: 'album' }),
      ],
    })
    const all = await listTasks(lab)
    const [first] = all
    assert.deepEqual(first, {
      taskId: first?.taskId,
      kind: 'fingerprint',
      subjectType: 'track',
      subjectId: 'a',
      version: '1',
      priority: -2,
      notBefore: 2 ** 45,
      state: 'waiting',
      attempts: 0,
      error: null,
      at: lab.now,
    })
    assert.deepEqual(
      all.map(({ kind, subjectType, subjectId, version }) => [kind, subjectType, subjectId, version]),
      [
        ['fingerprint', 'track', 'a', '1'],
        ['fingerprint', 'album', 'album:Blue', 'it"s'],
        ['bio', 'artist', 'artist:Nina', '1'],
      ],
    )
  })

  it('changes nothing about a task that waits with the same version', async (lab) => {
    await storeOwing(lab, 'a')
    const lease = await claimTask(lab)
    await endTask(lab, { lease, outcome: 'retry', error: 'The disk was busy.', notBefore: lab.now + 5 })
    const before = await taskOf(lab)
    lab.now += 1000
    await lab.store({ tasks: [taskOwed({ subjectId: 'a', priority: 9, notBefore: 9 })] })
    assert.deepEqual(await taskOf(lab), before)
  })

  it('owes a task anew that waits with another version', async (lab) => {
    await storeOwing(lab, 'a')
    const lease = await claimTask(lab)
    await endTask(lab, { lease, outcome: 'retry', error: 'The disk was busy.', notBefore: lab.now + 5 })
    lab.now += 1000
    await lab.store({ tasks: [taskOwed({ subjectId: 'a', ...owedAgain })] })
    assert.deepEqual(await taskOf(lab), {
      ...taskOwed({ subjectId: 'a', ...owedAgain }),
      ...{ taskId: lease.taskId, state: 'waiting', attempts: 0, error: null, at: lab.now },
    })
  })

  for (const [state, bring] of Object.entries(ways)) {
    for (const version of ['1', '2']) {
      it(`owes a task anew that is ${state}, with ${version === '1' ? 'the same' : 'another'} version`, async (lab) => {
        await storeOwing(lab, 'a')
        const lease = await claimTask(lab)
        await bring(lab, lease)
        assert.equal((await taskOf(lab))?.state, state)
        lab.now += 10
        await lab.store({ tasks: [taskOwed({ subjectId: 'a', ...owedAgain, version })] })
        assert.deepEqual(await taskOf(lab), {
          ...taskOwed({ subjectId: 'a', ...owedAgain, version }),
          ...{ taskId: lease.taskId, state: 'waiting', attempts: 0, error: null, at: lab.now },
        })
        assert.deepEqual(await lab.tasks.renewTasks([lease], 1000, lab.now), [lease])
        assert.equal(await endTask(lab, { lease, outcome: 'done', value: 'old' }), false)
        assert.deepEqual(await lab.tasks.derived(['a']), [])
      })
    }
  }

  it('owes tasks one after the other', async (lab) => {
    await lab.store({
      ...newSongs({ id: 'a' }, { id: 'b' }),
      tasks: [
        taskOwed({ subjectId: 'a', version: '1', priority: 1 }),
        taskOwed({ subjectId: 'a', version: '1', priority: 2 }),
        taskOwed({ subjectId: 'b', version: '1', priority: 1 }),
        taskOwed({ subjectId: 'b', version: '2', priority: 2 }),
      ],
    })
    assert.deepEqual(
      (await listTasks(lab)).map(({ subjectId, version, priority }) => [subjectId, version, priority]),
      [
        ['a', '1', 1],
        ['b', '2', 2],
      ],
    )
    await claimTasks(lab)
    await lab.store({
      tasks: [taskOwed({ subjectId: 'b', version: '1' }), taskOwed({ subjectId: 'b', version: '2', priority: 3 })],
    })
    assert.deepEqual(
      (await listTasks(lab)).map(({ state, attempts, priority }) => [state, attempts, priority]),
      [
        ['leased', 1, 1],
        ['waiting', 0, 3],
      ],
    )
  })

  it('owes what follows from a task with its end', async (lab) => {
    await lab.store({ ...newSongs({ id: 'a', album: 'Blue' }, { id: 'b' }), tasks: [taskOwed({ subjectId: 'a' })] })
    const lease = await claimTask(lab)
    lab.now += 5
    const owes = [
      taskOwed({ subjectId: 'a', kind: 'vector', version: '7', priority: 2, notBefore: 4 }),
      taskOwed({ subjectId: 'album:Blue', subjectType: 'album', kind: 'cover' }),
      taskOwed({ subjectId: 'nobody' }),
      taskOwed({ subjectId: 'a' }),
    ]
    assert.equal(await endTask(lab, { lease, outcome: 'done', owes }), true)
    assert.deepEqual(
      (await listTasks(lab)).map(({ taskId, ...task }) => task),
      [owes[3], owes[0], owes[1]].map((task) => ({
        ...task,
        ...{ state: 'waiting', attempts: 0, error: null, at: lab.now },
      })),
    )
    const again: TaskEnd = { lease, outcome: 'done', owes: [taskOwed({ subjectId: 'b' })] }
    assert.equal(await endTask(lab, again), false)
    assert.equal(await taskOf(lab, 'b'), undefined)
  })

  it('ends all tasks of a call before what they owe', async (lab) => {
    await storeOwing(lab, 'a', 'b')
    const [a, b] = await claimTasks(lab)
    assert.ok(a !== undefined && b !== undefined)
    const took = await lab.tasks.endTasks(
      [
        { lease: a, outcome: 'done', owes: [taskOwed({ subjectId: 'b' })] },
        { lease: b, outcome: 'done' },
      ],
      lab.now,
    )
    assert.deepEqual(took, [true, true])
    assert.deepEqual(
      (await listTasks(lab)).map((task) => task.state),
      ['done', 'waiting'],
    )
  })

  it('removes the tasks of albums and artists that go', async (lab) => {
    await lab.store({
      ...newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }, { id: 'b', artists: ['Max'], album: 'Red' }),
      tasks: ['Blue', 'Red'].map((title) => taskOwed({ subjectId: `album:${title}`, subjectType: 'album' })),
    })
    await lab.store({
      tasks: ['Nina', 'Max'].map((name) => taskOwed({ subjectId: `artist:${name}`, subjectType: 'artist' })),
    })
    const leases = await claimTasks(lab)
    assert.equal(leases.length, 4)
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    await lab.writer.purge(lab.now + 1, lab.now)
    await lab.settle()
    assert.deepEqual(subjectsOf(await listTasks(lab)), ['album:Red', 'artist:Max'])
    assert.deepEqual(subjectsOf(await lab.tasks.renewTasks(leases, 1000, lab.now)), ['album:Blue', 'artist:Nina'])
    assert.deepEqual(await lab.tasks.countTasks(), [{ kind: 'fingerprint', state: 'leased', count: 2 }])
  })
}
