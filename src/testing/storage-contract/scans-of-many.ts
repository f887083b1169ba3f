import assert from 'node:assert/strict'
import type { ScanState } from '../../core/model/scan.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

const discover = (...rootIds: string[]) => rootIds.map((rootId) => ({ rootId, payload: `{"of":"${rootId}"}` }))
const extract = (rootId: string | null) => ({ segment: 'extract' as const, rootId, payload: '[]' })

export const scansOfMany: Facet = ({ it }) => {
  it('extends a running scan by units and their roots', async (lab) => {
    const { scan, lease } = await lab.scan({ rootIds: ['b', 'music'] })
    assert.equal(await lab.ledger.extendScan(scan.id, discover('new', 'music', 'new')), true)
    assert.deepEqual(await lab.ledger.scan(scan.id), { ...scan, rootIds: ['b', 'music', 'new'], openUnits: 4 })
    const added = await lab.claim(scan)
    assert.deepEqual(
      [added.segment, added.rootId, added.payload, added.attempts],
      ['discover', 'new', '{"of":"new"}', 1],
    )
    const { openUnits } = await lab.writer.commit({ lease, now: lab.now, finished: true, thenSettle: true })
    assert.equal(openUnits, 3)
    assert.equal(await lab.ledger.extendScan(scan.id, []), true)
    assert.equal((await lab.ledger.scan(scan.id))?.openUnits, 3)
  })

  for (const state of ['paused', 'done', 'failed', 'cancelled'] as const satisfies readonly ScanState[]) {
    it(`does not extend a scan that is ${state}`, async (lab) => {
      const { scan } = await lab.scan()
      await lab.ledger.setScanState(scan.id, state, null, lab.now)
      const before = await lab.ledger.scan(scan.id)
      assert.equal(await lab.ledger.extendScan(scan.id, discover('new')), false)
      assert.deepEqual(await lab.ledger.scan(scan.id), before)
      assert.equal((await lab.ledger.countUnits(scan.id, lab.now)).length, 1)
    })
  }

  it('does not extend a scan that owes nothing but settle, or none at all', async (lab) => {
    const scan = await lab.scan()
    const { settleUnitId } = await scan.commit({
      ...newSongs({ id: 'a' }),
      counts: { added: 1 },
      finished: true,
      thenSettle: true,
    })
    assert.ok(settleUnitId !== null)
    const id = scan.scan.id
    assert.equal(await lab.ledger.extendScan(id, discover('new')), false)
    const settle = await lab.claim(scan.scan)
    assert.equal(await lab.ledger.extendScan(id, discover('new')), false)
    await lab.writer.commit({ lease: settle, now: lab.now, finished: true })
    assert.equal(await lab.ledger.extendScan(id, discover('new')), false)
    assert.equal(await lab.ledger.extendScan(id + 1, discover('new')), false)
    assert.deepEqual([(await lab.ledger.scan())?.openUnits, (await lab.ledger.scan())?.rootIds], [0, ['music']])
  })

  it('extends a scan that has units to extract only', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ units: [extract('music')], finished: true })
    assert.equal(await lab.ledger.extendScan(scan.scan.id, discover('new')), true)
  })

  it('counts the units that are still to do, by segment', async (lab) => {
    const scan = await lab.scan()
    const id = scan.scan.id
    assert.deepEqual(await lab.ledger.countUnits(id, lab.now), [{ segment: 'discover', waiting: 0, leased: 1 }])
    await scan.commit({ units: ['a', 'b', 'c'].map(extract) })
    await lab.ledger.claimUnit({ scanId: id, segments: ['extract'], leaseMs: 100, now: lab.now })
    assert.deepEqual(await lab.ledger.countUnits(id, lab.now + 99), [
      { segment: 'discover', waiting: 0, leased: 1 },
      { segment: 'extract', waiting: 2, leased: 1 },
    ])
    assert.deepEqual(await lab.ledger.countUnits(id, lab.now + 100), [
      { segment: 'discover', waiting: 0, leased: 1 },
      { segment: 'extract', waiting: 3, leased: 0 },
    ])
    await scan.commit({ finished: true })
    assert.deepEqual(
      (await lab.ledger.countUnits(id, lab.now)).map((count) => count.segment),
      ['extract'],
    )
    assert.deepEqual(await lab.ledger.countUnits(id + 1, lab.now), [])
  })

  it('claims units of a running scan only', async (lab) => {
    const { scan, commit } = await lab.scan()
    const { unitIds } = await commit({ units: [extract('music')] })
    const claim = (unitId?: number) =>
      lab.ledger.claimUnit({
        scanId: scan.id,
        ...(unitId === undefined ? {} : { unitId }),
        segments: ['extract'],
        leaseMs: 100,
        now: lab.now,
      })
    await lab.ledger.setScanState(scan.id, 'paused', null, lab.now)
    assert.deepEqual([await claim(), await claim(unitIds[0])], [undefined, undefined])
    await lab.ledger.setScanState(scan.id, 'running', null, lab.now)
    const lease = await claim(unitIds[0])
    assert.ok(lease !== undefined)
    await lab.ledger.setScanState(scan.id, 'paused', null, lab.now)
    await lab.ledger.renewUnit(lease, 100, lab.now)
    await lab.writer.commit({ lease, now: lab.now, units: [extract('music')], finished: true })
    await lab.ledger.setScanState(scan.id, 'cancelled', null, lab.now)
    assert.equal(await claim(), undefined)
  })

  it('claims units of the roots that are asked for, or of none', async (lab) => {
    const { scan, commit } = await lab.scan()
    const { unitIds } = await commit({ units: ['a', 'b', null, 'A'].map(extract) })
    const claim = async (rootIds: readonly string[], unitId?: number) =>
      (
        await lab.ledger.claimUnit({
          scanId: scan.id,
          ...(unitId === undefined ? {} : { unitId }),
          segments: ['extract'],
          rootIds,
          leaseMs: 100,
          now: lab.now,
        })
      )?.unitId
    assert.equal(await claim(['b'], unitIds[0]), undefined)
    assert.equal(await claim(['none', 'b']), unitIds[1])
    assert.equal(await claim([]), unitIds[2])
    assert.equal(await claim([]), undefined)
    assert.equal(await claim(['A', 'a']), unitIds[0])
    assert.equal(await claim(['A']), unitIds[3])
  })
}
