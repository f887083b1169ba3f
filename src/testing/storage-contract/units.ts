import assert from 'node:assert/strict'
import type { UnitSegment } from '../../core/model/scan.ts'
import { pendingArrival } from '../rows/scan-rows.ts'
import type { Lab, LabScan } from './lab.ts'
import { rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

const extract = (payload: string) => ({ segment: 'extract' as const, rootId: 'music', payload })

const claimAs = ({ ledger, now }: Lab, { scan }: LabScan, segments: readonly UnitSegment[], leaseMs = 100) =>
  ledger.claimUnit({ scanId: scan.id, segments, leaseMs, now })

export const units: Facet = ({ it }) => {
  it('inserts units with the commit that makes them, and hands them out oldest first', async (lab) => {
    const scan = await lab.scan()
    const { unitIds, settleUnitId, openUnits } = await scan.commit({ units: ['1', '2', '3'].map(extract) })
    assert.deepEqual([unitIds.length, settleUnitId, openUnits], [3, null, 4])
    assert.deepEqual(
      [...unitIds].sort((a, b) => a - b),
      unitIds,
    )
    assert.deepEqual(
      await lab.ledger.freeUnits(scan.scan.id, lab.now, 2),
      unitIds.slice(0, 2).map((unitId) => ({ unitId, segment: 'extract', attempts: 0 })),
    )
    assert.equal(await claimAs(lab, scan, ['discover', 'settle']), undefined)
    const third = await lab.ledger.claimUnit({
      scanId: scan.scan.id,
      unitId: unitIds[2] ?? 0,
      segments: ['extract'],
      leaseMs: 100,
      now: lab.now,
    })
    assert.equal(third?.payload, '3')
    const first = await claimAs(lab, scan, ['extract', 'settle'])
    assert.deepEqual(first, {
      unitId: unitIds[0],
      scanId: scan.scan.id,
      segment: 'extract',
      rootId: 'music',
      payload: '1',
      token: first?.token,
      attempts: 1,
    })
    assert.deepEqual(await lab.ledger.freeUnits(scan.scan.id, lab.now, 9), [
      { unitId: unitIds[1], segment: 'extract', attempts: 0 },
    ])
    assert.equal((await lab.ledger.scan())?.openUnits, 4)
  })

  it('never leases a unit twice', async (lab) => {
    const scan = await lab.scan()
    const ids = Array.from({ length: 20 }, (_, number) => String(number))
    const { unitIds } = await scan.commit({ units: ids.map(extract) })
    const byChance = await Promise.all(ids.map(() => claimAs(lab, scan, ['extract'])))
    assert.deepEqual(byChance.map((lease) => lease?.unitId).sort(compareNumbers), unitIds)
    assert.equal(new Set(byChance.map((lease) => lease?.token)).size, ids.length)
    const byId = await Promise.all(
      unitIds.map((unitId) =>
        lab.ledger.claimUnit({ scanId: scan.scan.id, unitId, segments: ['extract'], leaseMs: 100, now: lab.now }),
      ),
    )
    assert.deepEqual(new Set(byId), new Set([undefined]))
    assert.equal(await claimAs(lab, scan, ['extract']), undefined)
  })

  it('leases a unit again once its lease ran out, and then the old one is lost', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ units: [extract('1')] })
    const old = await claimAs(lab, scan, ['extract'])
    assert.ok(old !== undefined)
    lab.now += 99
    assert.equal(await claimAs(lab, scan, ['extract']), undefined)
    lab.now += 1
    assert.deepEqual(await lab.ledger.freeUnits(scan.scan.id, lab.now, 9), [
      { unitId: old.unitId, segment: 'extract', attempts: 1 },
    ])
    const lease = await claimAs(lab, scan, ['extract'])
    assert.deepEqual([lease?.unitId, lease?.attempts], [old.unitId, 2])
    assert.notEqual(lease?.token, old.token)
    await rejectsWith('LEASE_LOST', () => lab.writer.commit({ lease: old, now: lab.now, ...newSongs({ id: 'a' }) }))
    await rejectsWith('LEASE_LOST', () => lab.ledger.renewUnit(old, 100, lab.now))
    await lab.ledger.releaseUnit(old)
    assert.equal(await claimAs(lab, scan, ['extract']), undefined)
  })

  it('lets a lease that ran out be used while nobody else has the unit', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ units: [extract('1')] })
    const lease = await claimAs(lab, scan, ['extract'])
    assert.ok(lease !== undefined)
    lab.now += 1000
    await lab.writer.commit({ lease, now: lab.now, finished: true })
    assert.equal((await lab.ledger.scan())?.openUnits, 1)
  })

  it('prolongs a lease', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ units: [extract('1')] })
    const lease = await claimAs(lab, scan, ['extract'])
    assert.ok(lease !== undefined)
    lab.now += 50
    await lab.ledger.renewUnit(lease, 100, lab.now)
    lab.now += 99
    assert.equal(await claimAs(lab, scan, ['extract']), undefined)
    lab.now += 1
    assert.notEqual(await claimAs(lab, scan, ['extract']), undefined)
  })

  it('hands a released unit out again, its attempts counted', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ units: [extract('1')] })
    for (const attempts of [1, 2, 3]) {
      const lease = await claimAs(lab, scan, ['extract'])
      assert.equal(lease?.attempts, attempts)
      await lab.ledger.releaseUnit(lease)
      await rejectsWith('LEASE_LOST', () => lab.ledger.renewUnit(lease, 100, lab.now))
    }
  })

  it('puts settle in with the commit that ends the last unit', async (lab) => {
    const scan = await lab.scan()
    await scan.commit({ units: [extract('1')], counts: { added: 1 } })
    const discovered = await scan.commit({ finished: true, thenSettle: true })
    assert.deepEqual([discovered.openUnits, discovered.settleUnitId], [1, null])
    const lease = await claimAs(lab, scan, ['extract'])
    assert.ok(lease !== undefined)
    const extracted = await lab.writer.commit({ lease, now: lab.now, finished: true, thenSettle: true })
    assert.deepEqual([extracted.openUnits, extracted.unitIds], [1, []])
    const settle = await claimAs(lab, scan, ['discover', 'extract', 'settle'])
    assert.deepEqual(
      [settle?.unitId, settle?.segment, settle?.rootId, settle?.payload],
      [extracted.settleUnitId, 'settle', null, '{}'],
    )
    assert.ok(settle !== undefined)
    const settled = await lab.writer.commit({ lease: settle, now: lab.now, finished: true })
    assert.deepEqual([settled.openUnits, settled.settleUnitId], [0, null])
    assert.equal((await lab.ledger.scan())?.openUnits, 0)
  })

  const endings: readonly (readonly [
    string,
    (lab: Lab) => Promise<unknown>,
    Parameters<LabScan['commit']>[0],
    boolean,
  ])[] = [
    ['the scan only looked', async () => undefined, { counts: { seen: 9 } }, false],
    ['the scan counted something', async () => undefined, { counts: { errors: 1 } }, true],
    ['an arrival waits', async () => undefined, { arrivals: [pendingArrival({ path: 'x.mp3' })] }, true],
    ['an arrival waited before', (lab) => lab.store({ arrivals: [pendingArrival({ path: 'x.mp3' })] }), {}, true],
    [
      'a loss waits',
      (lab) => lab.store(newSongs({ id: 'a' })),
      { losses: [{ rootId: 'music', path: 'a.mp3', reason: 'gone' }] },
      true,
    ],
    ['an artist is unsettled', (lab) => lab.store(newSongs({ id: 'a', artists: ['Nina'] })), {}, true],
    ['an album is unsettled', (lab) => lab.store(newSongs({ id: 'a', album: 'Blue' })), {}, true],
  ]
  for (const [when, before, parts, wanted] of endings) {
    it(`${wanted ? 'settles' : 'does not settle'} when ${when}`, async (lab) => {
      await before(lab)
      const scan = await lab.scan()
      const { settleUnitId, openUnits } = await scan.commit({ ...parts, finished: true, thenSettle: true })
      assert.deepEqual([settleUnitId !== null, openUnits], [wanted, wanted ? 1 : 0])
    })
  }

  it('does not settle unless asked', async (lab) => {
    const scan = await lab.scan()
    const { settleUnitId, openUnits } = await scan.commit({ counts: { added: 1 }, finished: true })
    assert.deepEqual([settleUnitId, openUnits], [null, 0])
  })
}

const compareNumbers = (a = 0, b = 0): number => a - b
