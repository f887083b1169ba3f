import assert from 'node:assert/strict'
import { observe, rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

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
}
