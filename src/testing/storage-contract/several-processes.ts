import assert from 'node:assert/strict'
import { taskOwed } from '../rows/scan-rows.ts'
import { observe, rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'
import { storeOwing } from './task-bench.ts'

export const severalProcesses: Facet = ({ it }) => {
  it('shows another process what is committed', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }))
    assert.deepEqual(await observe(other), await observe(lab.storage))
  })

  it('lets one process at a time scan, and the next one when the first is gone', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    const { scan } = await lab.scan()
    const request = { rootIds: ['music'], mode: 'incremental' as const, now: lab.now, discover: [] }
    await rejectsWith('SCAN_RUNNING', () => other.ledger.beginScan(request))
    await lab.storage.close()
    const begun = await other.ledger.beginScan(request)
    assert.deepEqual([begun.continues?.id, begun.continues?.state], [scan.id, 'interrupted'])
  })

  it('never leases a unit to two processes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    const { scan, commit } = await lab.scan()
    await commit({ units: Array.from({ length: 20 }, () => ({ segment: 'extract', rootId: 'music', payload: '[]' })) })
    const claim = { scanId: scan.id, segments: ['extract'] as const, leaseMs: 1000, now: lab.now }
    const leases = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => (turn % 2 === 0 ? lab.storage : other).ledger.claimUnit(claim)),
    )
    const ids = leases.flatMap((lease) => lease?.unitId ?? [])
    assert.deepEqual([ids.length, new Set(ids).size], [20, 20])
  })

  it('never leases a task to two processes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    await storeOwing(lab, ...Array.from({ length: 60 }, (_, number) => `t${number}`))
    const request = { kinds: ['fingerprint'], limit: 3, leaseMs: 1000, now: lab.now }
    const claims = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => (turn % 2 === 0 ? lab.storage : other).tasks.claimTasks(request)),
    )
    const leases = [...claims.flat(), ...(await other.tasks.claimTasks({ ...request, limit: 60 }))]
    const ids = leases.map((lease) => lease.taskId)
    assert.deepEqual([ids.length, new Set(ids).size], [60, 60])
    const took = await Promise.all(
      [lab.storage, other].map(({ tasks }) =>
        tasks.endTasks(
          leases.map((lease) => ({
            lease,
            outcome: 'done',
            owes: [taskOwed({ subjectId: lease.subjectId, kind: 'vector' })],
          })),
          lab.now,
        ),
      ),
    )
    assert.equal(took.flat().filter((ended) => ended).length, 60)
    assert.deepEqual(await other.tasks.countTasks(), [
      { kind: 'fingerprint', state: 'done', count: 60 },
      { kind: 'vector', state: 'waiting', count: 60 },
    ])
  })

  it('makes tracks owe a new kind once, though several processes say it at once', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    await lab.store(newSongs({ id: 'a' }, { id: 'b' }))
    const kinds = [{ kind: 'fingerprint', version: '1', derivesFrom: 'audio' as const }]
    const owed = await Promise.all(
      [lab.storage, other, lab.storage, other].map(({ tasks }) => tasks.setKinds(kinds, lab.now)),
    )
    assert.deepEqual(owed.sort(), [0, 0, 0, 2])
  })

  it('gives a named lease to one of several processes', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        (turn % 2 === 0 ? lab.storage : other).crew.takeLease('dispatch', `holder ${turn}`, 1000, lab.now),
      ),
    )
    assert.equal(taken.filter((has) => has).length, 1)
  })

  it('lets another process extend a scan and take its units', async (lab) => {
    const other = await lab.connectAnother()
    if (other === null) return
    const { scan } = await lab.scan()
    assert.equal(await other.ledger.extendScan(scan.id, [{ rootId: 'new', payload: '{}' }]), true)
    const lease = await other.ledger.claimUnit({
      scanId: scan.id,
      segments: ['discover'],
      leaseMs: 1000,
      now: lab.now,
    })
    assert.equal(lease?.rootId, 'new')
    assert.deepEqual((await lab.ledger.scan())?.rootIds, ['music', 'new'])
  })
}
