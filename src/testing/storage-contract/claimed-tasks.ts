import assert from 'node:assert/strict'
import type { TaskEnd, TaskLease } from '../../core/model/task.ts'
import { taskOwed } from '../rows/scan-rows.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'
import { claimTask, claimTasks, dueSubjects, endTask, listTasks, storeOwing, subjectsOf, taskOf } from './task-bench.ts'

export const claimedTasks: Facet = ({ it }) => {
  it('claims a task with a token', async (lab) => {
    await lab.store({
      ...newSongs({ id: 'a', album: 'Blue' }),
      tasks: [taskOwed({ subjectId: 'album:Blue', subjectType: 'album', version: '5', priority: 1, notBefore: 2 })],
    })
    lab.now += 7
    const lease = await claimTask(lab)
    const task = await taskOf(lab, 'album:Blue')
    assert.deepEqual(lease, {
      taskId: task?.taskId,
      kind: 'fingerprint',
      subjectType: 'album',
      subjectId: 'album:Blue',
      version: '5',
      token: lease.token,
      attempts: 1,
    })
    assert.ok(lease.token.length > 10)
    assert.deepEqual(task, {
      ...taskOwed({ subjectId: 'album:Blue', subjectType: 'album', version: '5', priority: 1, notBefore: 2 }),
      ...{ taskId: lease.taskId, state: 'leased', attempts: 1, error: null, at: lab.now },
    })
  })

  it('claims the tasks that are named, as far as they are due', async (lab) => {
    await lab.store({
      ...newSongs(...['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))),
      tasks: [
        taskOwed({ subjectId: 'a', notBefore: 5 }),
        taskOwed({ subjectId: 'b', notBefore: lab.now + 1 }),
        taskOwed({ subjectId: 'c', notBefore: 4 }),
        taskOwed({ subjectId: 'd', kind: 'vector' }),
        taskOwed({ subjectId: 'e', notBefore: 3 }),
      ],
    })
    const ids = new Map((await listTasks(lab)).map((task) => [task.subjectId, task.taskId]))
    const named = (...subjects: string[]) => subjects.map((subject) => ids.get(subject) ?? 0)
    assert.deepEqual(await claimTasks(lab, { taskIds: [] }), [])
    assert.deepEqual(subjectsOf(await claimTasks(lab, { taskIds: [...named('e', 'e'), 999_999] })), ['e'])
    assert.deepEqual(subjectsOf(await claimTasks(lab, { taskIds: named('a', 'b', 'c', 'd', 'e'), limit: 1 })), ['c'])
    assert.deepEqual(subjectsOf(await claimTasks(lab, { taskIds: named('a', 'b', 'c', 'd', 'e') })), ['a'])
    assert.deepEqual(subjectsOf(await claimTasks(lab, { kinds: ['vector'] })), ['d'])
  })

  it('never leases a task twice', async (lab) => {
    const ids = Array.from({ length: 20 }, (_, number) => `t${String(number).padStart(2, '0')}`)
    await storeOwing(lab, ...ids)
    const claims = await Promise.all(ids.map((_, turn) => claimTasks(lab, { limit: turn % 3 })))
    const leases = [...claims.flat(), ...(await claimTasks(lab))]
    assert.deepEqual(subjectsOf(leases).sort(), ids)
    assert.equal(new Set(leases.map((lease) => lease.token)).size, ids.length)
    const taskIds = leases.map((lease) => lease.taskId)
    assert.deepEqual([await claimTasks(lab, { taskIds }), await claimTasks(lab), await dueSubjects(lab)], [[], [], []])
  })

  it('leases a task again once its lease ran out, and then the old one is lost', async (lab) => {
    await storeOwing(lab, 'a', 'b')
    const old = await claimTask(lab, { limit: 1, leaseMs: 100 })
    lab.now += 99
    assert.deepEqual(await dueSubjects(lab), ['b'])
    lab.now += 1
    assert.deepEqual(await dueSubjects(lab), ['a', 'b'])
    assert.equal((await taskOf(lab))?.state, 'leased')
    const lease = await claimTask(lab, { limit: 1 })
    assert.deepEqual([lease.taskId, lease.attempts], [old.taskId, 2])
    assert.notEqual(lease.token, old.token)
    assert.deepEqual(await lab.tasks.renewTasks([old, lease], 1000, lab.now), [old])
    for (const outcome of ['done', 'release'] as const) assert.equal(await endTask(lab, { lease: old, outcome }), false)
    assert.deepEqual(await claimTasks(lab, { taskIds: [old.taskId] }), [])
    assert.equal(await endTask(lab, { lease, outcome: 'done' }), true)
  })

  it('lets a lease that ran out be used while nobody else has the task', async (lab) => {
    await storeOwing(lab, 'a')
    const lease = await claimTask(lab)
    lab.now += 5000
    assert.deepEqual(await lab.tasks.renewTasks([lease], 1000, lab.now), [])
    lab.now += 5000
    assert.equal(await endTask(lab, { lease, outcome: 'done' }), true)
  })

  it('prolongs leases, and tells which are lost', async (lab) => {
    await storeOwing(lab, 'a', 'b', 'c')
    const leases = await claimTasks(lab, { leaseMs: 100 })
    const [a, b, c] = leases
    assert.ok(a !== undefined && b !== undefined && c !== undefined)
    await endTask(lab, { lease: b, outcome: 'done' })
    const foreign = { ...c, token: 'not the token' }
    lab.now += 50
    assert.deepEqual(await lab.tasks.renewTasks([b, a, foreign], 100, lab.now), [b, foreign])
    assert.deepEqual(await lab.tasks.renewTasks([], 100, lab.now), [])
    lab.now += 99
    assert.deepEqual(await dueSubjects(lab), ['c'])
    lab.now += 1
    assert.deepEqual(await dueSubjects(lab), ['a', 'c'])
  })

  const ends: readonly (readonly [
    string,
    (lease: TaskLease, now: number) => TaskEnd,
    readonly [state: string, notBefore: number, attempts: number, error: string | null],
  ])[] = [
    ['done', (lease) => ({ lease, outcome: 'done' }), ['done', 6, 2, null]],
    [
      'to be tried again',
      (lease, now) => ({ lease, outcome: 'retry', error: 'No answer.', notBefore: now + 500 }),
      ['waiting', 1_000_600, 2, 'No answer.'],
    ],
    [
      'quarantined',
      (lease) => ({ lease, outcome: 'quarantine', error: 'It is broken.' }),
      ['quarantined', 6, 2, 'It is broken.'],
    ],
    ['handed back', (lease) => ({ lease, outcome: 'release' }), ['waiting', 6, 1, 'The first time.']],
  ]
  for (const [what, endOf, expected] of ends) {
    it(`ends a task that is ${what}, once`, async (lab) => {
      await storeOwing(lab, 'a')
      const error = 'The first time.'
      await endTask(lab, { lease: await claimTask(lab), outcome: 'retry', error, notBefore: 6 })
      lab.now += 100
      const lease = await claimTask(lab)
      assert.deepEqual([lease.attempts, (await taskOf(lab))?.error], [2, error])
      const end = endOf(lease, lab.now)
      assert.equal(await endTask(lab, { ...end, lease: { ...lease, token: 'not the token' } }), false)
      assert.equal((await taskOf(lab))?.state, 'leased')
      assert.deepEqual(await lab.tasks.endTasks([end, end], lab.now), [true, false])
      const ended = await taskOf(lab)
      assert.deepEqual([ended?.state, ended?.notBefore, ended?.attempts, ended?.error], expected)
      assert.equal(ended?.at, lab.now)
      lab.now += 10_000
      assert.equal(await endTask(lab, end), false)
      assert.deepEqual(await lab.tasks.renewTasks([lease], 1000, lab.now), [lease])
      assert.deepEqual(await taskOf(lab), ended)
      assert.deepEqual(await dueSubjects(lab), expected[0] === 'waiting' ? ['a'] : [])
    })
  }

  it('does not hand a task out before it is to be tried again', async (lab) => {
    await storeOwing(lab, 'a')
    const lease = await claimTask(lab)
    await endTask(lab, { lease, outcome: 'retry', error: 'No answer.', notBefore: lab.now + 500.4 })
    lab.now += 500
    assert.deepEqual(await claimTasks(lab), [])
    lab.now += 1
    assert.equal((await claimTask(lab)).attempts, 2)
  })

  it('ends many tasks at once, each its own way', async (lab) => {
    await storeOwing(lab, 'a', 'b', 'c', 'd', 'e')
    const [a, b, c, d, e] = await claimTasks(lab, { leaseMs: 100 })
    assert.ok(a !== undefined && b !== undefined && c !== undefined && d !== undefined && e !== undefined)
    await endTask(lab, { lease: e, outcome: 'release' })
    const error = 'It is "broken", \\ and\nso on \u{1F3B5}.'
    assert.deepEqual(
      await lab.tasks.endTasks(
        [
          { lease: d, outcome: 'release' },
          { lease: a, outcome: 'done', value: '{"x":[1]}' },
          { lease: e, outcome: 'done', value: 'late' },
          { lease: c, outcome: 'quarantine', error },
          { lease: b, outcome: 'retry', error, notBefore: 3 },
        ],
        lab.now,
      ),
      [true, true, false, true, true],
    )
    assert.deepEqual(
      (await listTasks(lab)).map(({ subjectId, state, attempts, error: why }) => [subjectId, state, attempts, why]),
      [
        ['a', 'done', 1, null],
        ['b', 'waiting', 1, error],
        ['c', 'quarantined', 1, error],
        ['d', 'waiting', 0, null],
        ['e', 'waiting', 0, null],
      ],
    )
    assert.deepEqual(
      (await lab.tasks.derived(['a', 'e'])).map((row) => row.value),
      ['{"x":[1]}'],
    )
    assert.deepEqual(await lab.tasks.endTasks([], lab.now), [])
  })

  it('keeps tasks, leases and tokens when it is opened again', async (lab) => {
    await storeOwing(lab, 'a', 'b')
    const lease = await claimTask(lab, { limit: 1 })
    const before = await listTasks(lab)
    await lab.restart()
    assert.deepEqual(await listTasks(lab), before)
    assert.deepEqual(await dueSubjects(lab), ['b'])
    assert.equal(await endTask(lab, { lease, outcome: 'done' }), true)
  })
}
