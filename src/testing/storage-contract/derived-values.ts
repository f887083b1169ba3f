import assert from 'node:assert/strict'
import { taskOwed } from '../rows/scan-rows.ts'
import type { Lab } from './lab.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'
import { claimTask, claimTasks, endTask, taskOf } from './task-bench.ts'

/** Stores a value of a track, by a task of a kind. */
const keep = async (
  lab: Lab,
  subjectId: string,
  value: string | null,
  values: { kind?: string; version?: string } = {},
) => {
  await lab.store({ tasks: [taskOwed({ subjectId, ...values })] })
  const lease = await claimTask(lab, { kinds: [values.kind ?? 'fingerprint'] })
  assert.equal(await endTask(lab, { lease, outcome: 'done', value }), true)
}

export const derivedValues: Facet = ({ it }) => {
  it('keeps the value of a task with its version, by track and kind', async (lab) => {
    await lab.store(newSongs({ id: '\uffff' }, { id: '\u{1F3B5}' }, { id: 'a' }, { id: 'none' }))
    await keep(lab, '\u{1F3B5}', '', { kind: 'b', version: 'v 2' })
    await keep(lab, '\u{1F3B5}', '{"it":"s"}', { kind: 'B' })
    await keep(lab, '\uffff', '\u{1F3B5} \n\t"\\ %', { kind: 'b' })
    await keep(lab, 'a', 'x'.repeat(100_000), { kind: 'c' })
    assert.deepEqual(await lab.tasks.derived(['none', 'a', '\u{1F3B5}', '\uffff', 'a', 'nobody']), [
      { trackId: 'a', kind: 'c', version: '1', value: 'x'.repeat(100_000) },
      { trackId: '\uffff', kind: 'b', version: '1', value: '\u{1F3B5} \n\t"\\ %' },
      { trackId: '\u{1F3B5}', kind: 'B', version: '1', value: '{"it":"s"}' },
      { trackId: '\u{1F3B5}', kind: 'b', version: 'v 2', value: '' },
    ])
    const some = await lab.tasks.derived(['\u{1F3B5}', '\uffff', 'a'], ['b', 'none'])
    assert.deepEqual(
      some.map(({ trackId, kind }) => [trackId, kind]),
      [
        ['\uffff', 'b'],
        ['\u{1F3B5}', 'b'],
      ],
    )
    assert.deepEqual(await lab.tasks.derived([]), [])
    assert.deepEqual(await lab.tasks.derived(['a'], []), [])
  })

  it('replaces a value, removes it for the answer "nothing", and keeps it when there is no answer', async (lab) => {
    await lab.store(newSongs({ id: 'a' }))
    await keep(lab, 'a', 'first')
    await keep(lab, 'a', 'second', { version: '2' })
    const second = [{ trackId: 'a', kind: 'fingerprint', version: '2', value: 'second' }]
    assert.deepEqual(await lab.tasks.derived(['a']), second)
    await lab.store({ tasks: [taskOwed({ subjectId: 'a', version: '3' })] })
    assert.equal(await endTask(lab, { lease: await claimTask(lab), outcome: 'done' }), true)
    assert.deepEqual(await lab.tasks.derived(['a']), second)
    await keep(lab, 'a', 'other', { kind: 'vector' })
    await keep(lab, 'a', null)
    assert.deepEqual(
      (await lab.tasks.derived(['a'])).map((row) => row.kind),
      ['vector'],
    )
  })

  it('keeps values of tracks only', async (lab) => {
    await lab.store({
      ...newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }),
      tasks: [
        taskOwed({ subjectId: 'album:Blue', subjectType: 'album' }),
        taskOwed({ subjectId: 'artist:Nina', subjectType: 'artist' }),
      ],
    })
    const ends = (await claimTasks(lab)).map((lease) => ({ lease, outcome: 'done' as const, value: 'x' }))
    assert.deepEqual(await lab.tasks.endTasks(ends, lab.now), [true, true])
    assert.deepEqual(await lab.tasks.derived(['a', 'album:Blue', 'artist:Nina']), [])
  })

  it('keeps well-formed text without NUL, of values and errors', async (lab) => {
    await lab.store(newSongs({ id: 'a' }))
    await keep(lab, 'a', 'before\0after \ud800\0\0')
    assert.deepEqual(
      (await lab.tasks.derived(['a'])).map((row) => row.value),
      ['before after \ufffd'],
    )
    await lab.store({ tasks: [taskOwed({ subjectId: 'a' })] })
    await endTask(lab, { lease: await claimTask(lab), outcome: 'quarantine', error: '\udfff\0x' })
    assert.equal((await taskOf(lab))?.error, '\ufffd x')
  })

  it('keeps the values of a missing track', async (lab) => {
    await lab.store(newSongs({ id: 'a' }))
    await keep(lab, 'a', 'kept')
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    assert.equal((await lab.tasks.derived(['a'])).length, 1)
  })
}
