import assert from 'node:assert/strict'
import type { TaskFilter } from '../../core/ports/task-ledger.ts'
import { taskOwed } from '../rows/scan-rows.ts'
import type { Lab } from './lab.ts'
import { allPages, rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'
import { claimTasks, dueSubjects, listTasks, storeOwing, subjectsOf } from './task-bench.ts'

/** One task in each state, of tracks, and one more each of another kind, of an album and an artist. */
const storeStates = async (lab: Lab): Promise<void> => {
  await storeOwing(lab, 'waiting', 'leased', 'done', 'quarantined')
  const leases = new Map((await claimTasks(lab)).map((lease) => [lease.subjectId, lease]))
  const lease = (subjectId: string) => {
    const found = leases.get(subjectId)
    assert.ok(found !== undefined)
    return found
  }
  await lab.tasks.endTasks(
    [
      { lease: lease('done'), outcome: 'done' },
      { lease: lease('quarantined'), outcome: 'quarantine', error: 'It is broken.' },
      { lease: lease('waiting'), outcome: 'retry', error: 'No answer.', notBefore: lab.now + 9 },
    ],
    lab.now,
  )
  await lab.store({
    ...newSongs({ id: 'e', artists: ['Nina'], album: 'Blue' }),
    tasks: [
      taskOwed({ subjectId: 'album:Blue', subjectType: 'album', kind: 'Bio' }),
      taskOwed({ subjectId: 'artist:Nina', subjectType: 'artist', kind: 'Bio' }),
    ],
  })
}

export const taskLists: Facet = ({ it }) => {
  it('counts tasks by kind and state', async (lab) => {
    assert.deepEqual(await lab.tasks.countTasks(), [])
    await storeStates(lab)
    const counted = [
      { kind: 'Bio', state: 'waiting', count: 2 },
      { kind: 'fingerprint', state: 'done', count: 1 },
      { kind: 'fingerprint', state: 'leased', count: 1 },
      { kind: 'fingerprint', state: 'quarantined', count: 1 },
      { kind: 'fingerprint', state: 'waiting', count: 1 },
    ]
    assert.deepEqual(await lab.tasks.countTasks(), counted)
    lab.now += 100_000
    assert.deepEqual(await lab.tasks.countTasks(), counted)
    await lab.store({ tasks: ['done', 'leased', 'waiting'].map((subjectId) => taskOwed({ subjectId, version: '2' })) })
    await claimTasks(lab, { kinds: ['Bio'] })
    await lab.tasks.retryTasks({}, lab.now)
    assert.deepEqual(await lab.tasks.countTasks(), [
      { kind: 'Bio', state: 'leased', count: 2 },
      { kind: 'fingerprint', state: 'waiting', count: 4 },
    ])
  })

  it('does not call a task owed that is done', async (lab) => {
    await storeStates(lab)
    assert.equal((await lab.reader.stats()).tasks, 5)
    const owed = async (subject: string) => (await lab.reader.explain('music', `${subject}.mp3`)).tasks.length
    assert.deepEqual(await Promise.all(['waiting', 'leased', 'done', 'quarantined'].map(owed)), [1, 1, 0, 1])
    for (const byPath of [false, true]) {
      const lines = await allPages(2, (page) => lab.reader.exportLines({ byPath, ...page }))
      const tasks = lines.flatMap((line) => {
        const { type, subjectId, path } = JSON.parse(line) as Record<string, string | undefined>
        return type === 'task' ? [subjectId ?? path] : []
      })
      const expected = ['leased', 'quarantined', 'waiting'].map((name) => (byPath ? `${name}.mp3` : name))
      assert.deepEqual(tasks, ['album:Blue', 'artist:Nina', ...expected])
    }
  })

  it('lists tasks by id, filtered, at every page size and backwards', async (lab) => {
    await storeStates(lab)
    const all = ['waiting', 'leased', 'done', 'quarantined', 'album:Blue', 'artist:Nina']
    assert.deepEqual(subjectsOf(await listTasks(lab)), all)
    const ids = (await listTasks(lab)).map((task) => task.taskId)
    assert.deepEqual(
      [...ids].sort((a, b) => a - b),
      ids,
    )
    const filters: readonly (readonly [TaskFilter, readonly string[]])[] = [
      [{ kinds: ['Bio'] }, ['album:Blue', 'artist:Nina']],
      [{ kinds: ['bio'] }, []],
      [{ kinds: [] }, []],
      [{ states: ['waiting'] }, ['waiting', 'album:Blue', 'artist:Nina']],
      [{ states: ['quarantined'] }, ['quarantined']],
      [{ states: ['done', 'leased'] }, ['leased', 'done']],
      [{ states: [] }, []],
      [{ subjectIds: ['artist:Nina', 'done', 'nobody'] }, ['done', 'artist:Nina']],
      [{ subjectIds: [] }, []],
      [{ kinds: ['fingerprint'], states: ['waiting', 'done'], subjectIds: ['done', 'leased'] }, ['done']],
    ]
    for (const [filter, expected] of filters) {
      for (const limit of [1, 2, 6]) {
        const pages = (descending: boolean) =>
          allPages(limit, (page) => lab.tasks.listTasks({ ...filter, descending, ...page }))
        assert.deepEqual(subjectsOf(await pages(false)), expected)
        assert.deepEqual(subjectsOf(await pages(true)), expected.toReversed())
      }
    }
    await rejectsWith('USAGE', () => lab.tasks.listTasks({ limit: 0 }))
    await rejectsWith('USAGE', () => lab.tasks.listTasks({ cursor: 'nonsense' }))
  })

  it('retries what is quarantined, or what a filter says', async (lab) => {
    await storeStates(lab)
    lab.now += 50
    assert.equal(await lab.tasks.retryTasks({ kinds: ['Bio'] }, lab.now), 0)
    assert.equal(await lab.tasks.retryTasks({ subjectIds: ['done', 'leased'] }, lab.now), 0)
    assert.equal(await lab.tasks.retryTasks({}, lab.now), 1)
    const [retried] = await listTasks(lab, { subjectIds: ['quarantined'] })
    assert.deepEqual(retried, {
      ...taskOwed({ subjectId: 'quarantined', notBefore: lab.now }),
      ...{ taskId: retried?.taskId, state: 'waiting', attempts: 0, error: null, at: lab.now },
    })
    assert.equal(await lab.tasks.retryTasks({}, lab.now), 0)
    const leases = await claimTasks(lab, { kinds: ['Bio'] })
    assert.equal(await lab.tasks.retryTasks({ states: ['leased', 'done', 'waiting'] }, lab.now), 6)
    assert.deepEqual(await lab.tasks.renewTasks(leases, 1000, lab.now), leases)
    const tasks = await listTasks(lab)
    assert.deepEqual(
      new Set(tasks.map(({ state, attempts, error }) => [state, attempts, error].join())),
      new Set(['waiting,0,']),
    )
    assert.equal((await dueSubjects(lab, ['fingerprint', 'Bio'])).length, 6)
  })

  it('purges tasks that have been done for long enough, the oldest first', async (lab) => {
    await storeOwing(lab, 'a', 'b', 'c', 'd')
    const leases = await claimTasks(lab)
    for (const lease of leases.slice(0, 3).toReversed()) {
      await lab.tasks.endTasks([{ lease, outcome: 'done' }], lab.now)
      lab.now += 10
    }
    assert.deepEqual(await lab.tasks.countTasks(), [
      { kind: 'fingerprint', state: 'done', count: 3 },
      { kind: 'fingerprint', state: 'leased', count: 1 },
    ])
    assert.equal(await lab.tasks.purgeTasks(lab.now - 30, 100), 0)
    assert.equal(await lab.tasks.purgeTasks(lab.now - 10, 1), 1)
    assert.deepEqual(subjectsOf(await listTasks(lab)), ['a', 'b', 'd'])
    assert.equal(await lab.tasks.purgeTasks(lab.now - 10, 100), 1)
    assert.deepEqual(subjectsOf(await listTasks(lab)), ['a', 'd'])
    assert.equal(await lab.tasks.purgeTasks(lab.now, 100), 1)
    assert.equal(await lab.tasks.purgeTasks(Number.MAX_SAFE_INTEGER, 100), 0)
    assert.deepEqual(await lab.tasks.countTasks(), [{ kind: 'fingerprint', state: 'leased', count: 1 }])
  })

  it('purges done tasks only, and keeps their values', async (lab) => {
    await storeStates(lab)
    const lease = (await claimTasks(lab, { kinds: ['Bio'], limit: 1 }))[0]
    assert.ok(lease !== undefined)
    await lab.tasks.endTasks([{ lease, outcome: 'done' }], lab.now)
    await lab.store({ tasks: [taskOwed({ subjectId: 'done', kind: 'vector' })] })
    const [vector] = await claimTasks(lab, { kinds: ['vector'] })
    assert.ok(vector !== undefined)
    await lab.tasks.endTasks([{ lease: vector, outcome: 'done', value: 'kept' }], lab.now)
    assert.equal(await lab.tasks.purgeTasks(lab.now + 1, 100), 3)
    assert.deepEqual(subjectsOf(await listTasks(lab)), ['waiting', 'leased', 'quarantined', 'artist:Nina'])
    assert.equal((await lab.tasks.derived(['done'])).length, 1)
    await lab.store({ tasks: [taskOwed({ subjectId: 'done' })] })
    assert.deepEqual(await dueSubjects(lab), ['done'])
  })
}
