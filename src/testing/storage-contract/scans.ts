import assert from 'node:assert/strict'
import { noCounts, type ScanState } from '../../core/model/scan.ts'
import { insertion, pendingArrival } from '../rows/scan-rows.ts'
import { rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

export const scans: Facet = ({ it }) => {
  it('begins a scan with one unit for each root', async ({ ledger, now }) => {
    const discover = [
      { rootId: 'b', payload: '{"of":"b"}' },
      { rootId: 'a', payload: '{"of":"a"}' },
    ]
    const { scan, continues } = await ledger.beginScan({
      rootIds: ['b', 'a'],
      mode: 'quick',
      now,
      discover,
    })
    assert.deepEqual(scan, {
      id: scan.id,
      generation: scan.id,
      mode: 'quick',
      rootIds: ['b', 'a'],
      state: 'running',
      startedAt: now,
      endedAt: null,
      openUnits: 2,
      counts: noCounts,
      message: null,
      libraryWasEmpty: true,
      paceFrom: { at: now, read: 0 },
    })
    assert.ok(Number.isInteger(scan.id) && scan.id > 0)
    assert.equal(continues, null)
    assert.deepEqual(await ledger.scan(), scan)
    assert.deepEqual(await ledger.scan(scan.id), scan)
    assert.equal(await ledger.scan(scan.id + 1), undefined)
    const first = await ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 10, now })
    const second = await ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 10, now })
    assert.deepEqual(
      [first?.payload, first?.rootId, second?.payload, second?.rootId],
      ['{"of":"b"}', 'b', '{"of":"a"}', 'a'],
    )
  })

  it('knows no scan before the first', async ({ ledger }) => {
    assert.equal(await ledger.scan(), undefined)
  })

  it('measures the pace from when discover ended, and anew when it goes on', async (lab) => {
    const { scan, commit } = await lab.scan()
    const paceFrom = async () => (await lab.ledger.scan())?.paceFrom
    lab.now += 1000
    const extract = { segment: 'extract' as const, rootId: 'music', payload: '[]' }
    const { unitIds } = await commit({ units: [extract], counts: { changes: 9, read: 2 } })
    assert.deepEqual(await paceFrom(), { at: scan.startedAt, read: 0 })
    await commit({ counts: { read: 1 }, finished: true })
    assert.deepEqual(await paceFrom(), { at: lab.now, read: 3 })
    const found = lab.now
    lab.now += 1000
    const [unitId] = unitIds
    assert.ok(unitId !== undefined)
    const lease = await lab.ledger.claimUnit({
      scanId: scan.id,
      unitId,
      segments: ['extract'],
      leaseMs: 9,
      now: lab.now,
    })
    assert.ok(lease !== undefined)
    await lab.writer.commit({ lease, now: lab.now, counts: { read: 4 } })
    assert.deepEqual(await paceFrom(), { at: found, read: 3 })
    await lab.ledger.setScanState(scan.id, 'paused', null, lab.now)
    assert.deepEqual(await paceFrom(), { at: found, read: 3 })
    lab.now += 60_000
    await lab.ledger.setScanState(scan.id, 'running', null, lab.now)
    assert.deepEqual(await paceFrom(), { at: lab.now, read: 7 })
  })

  it('lets only one scan be under way', async (lab) => {
    const { scan } = await lab.scan()
    const again = { rootIds: ['music'], mode: 'full' as const, now: lab.now, discover: [] }
    await rejectsWith('SCAN_RUNNING', () => lab.ledger.beginScan(again))
    await lab.ledger.setScanState(scan.id, 'paused', null, lab.now)
    await rejectsWith('SCAN_RUNNING', () => lab.ledger.beginScan(again))
    assert.equal((await lab.ledger.scan())?.id, scan.id)
    await lab.ledger.setScanState(scan.id, 'done', null, lab.now)
    assert.ok((await lab.ledger.beginScan(again)).scan.id > scan.id)
  })

  it('notes states, messages and when a scan ended', async (lab) => {
    const { scan } = await lab.scan()
    const seen = async (state: ScanState, message: string | null = null) => {
      await lab.ledger.setScanState(scan.id, state, message, ++lab.now)
      const after = await lab.ledger.scan(scan.id)
      return [after?.state, after?.endedAt, after?.message]
    }
    assert.deepEqual(await seen('paused'), ['paused', null, null])
    assert.deepEqual(await seen('running'), ['running', null, null])
    assert.deepEqual(await seen('failed', 'The disk is full.'), ['failed', lab.now, 'The disk is full.'])
    await rejectsWith('USAGE', () => lab.ledger.setScanState(scan.id + 1, 'done', null, lab.now))
  })

  for (const state of ['done', 'failed'] as const) {
    it(`begins a new generation after a scan that is ${state}`, async (lab) => {
      const first = await lab.scan()
      await first.commit({ ...newSongs({ id: 'a' }), finished: true })
      await lab.ledger.setScanState(first.scan.id, state, null, lab.now)
      const second = await lab.scan({ mode: 'quick' })
      assert.deepEqual(
        [second.continues, second.scan.generation, second.scan.mode, second.scan.libraryWasEmpty],
        [null, second.scan.id, 'quick', false],
      )
    })
  }

  it('continues a scan whose process died', async (lab) => {
    await lab.store(newSongs({ id: 'a' }))
    const first = await lab.scan({ mode: 'full' })
    await first.commit({
      ...newSongs({ id: 'b' }),
      arrivals: [pendingArrival({ path: 'arrival.mp3' })],
      losses: [{ rootId: 'music', path: 'a.mp3', reason: 'gone' }],
      units: [{ segment: 'extract', rootId: 'music', payload: '[]' }],
    })
    await lab.restart()
    lab.now += 1000
    const second = await lab.scan({ mode: 'quick' })
    const { id, generation } = first.scan
    assert.deepEqual(
      [second.continues?.id, second.continues?.state, second.continues?.endedAt],
      [id, 'interrupted', lab.now],
    )
    assert.deepEqual(await lab.ledger.scan(id), second.continues)
    assert.deepEqual(
      [second.scan.generation, second.scan.mode, second.scan.openUnits, second.scan.libraryWasEmpty],
      [generation, 'incremental', 1, false],
    )
    assert.deepEqual(await lab.ledger.freeUnits(id, Number.MAX_SAFE_INTEGER, 10), [])
    assert.deepEqual((await lab.writer.pendingLosses(null, 10)).losses, [])
    assert.equal((await lab.writer.unpairedArrivals(generation + 9, null, 10)).arrivals.length, 1)
    await rejectsWith('LEASE_LOST', () => first.commit({}))
    // What the interrupted scan stored is not "before" the one that continues it.
    const lookup = {
      rootId: 'music',
      paths: [],
      audioKeys: ['mp3.1:a.mp3', 'mp3.1:b.mp3'],
      stems: [],
      trackIds: [],
      generation,
    }
    assert.deepEqual((await lab.writer.lookup(lookup)).audioKeys, ['mp3.1:a.mp3'])
  })

  it('continues a cancelled scan, and goes on doing so until one is done', async (lab) => {
    const first = await lab.scan()
    await first.commit(newSongs({ id: 'a' }))
    await lab.ledger.setScanState(first.scan.id, 'cancelled', 'The user said so.', lab.now)
    const second = await lab.scan()
    assert.deepEqual(
      [second.continues?.id, second.continues?.state, second.continues?.message, second.scan.libraryWasEmpty],
      [first.scan.id, 'cancelled', 'The user said so.', true],
    )
    await lab.restart()
    const third = await lab.scan({ mode: 'full' })
    assert.deepEqual(
      [third.continues?.id, third.scan.generation, third.scan.mode, third.scan.libraryWasEmpty],
      [second.scan.id, first.scan.generation, 'full', true],
    )
    await third.end()
    const fourth = await lab.scan()
    assert.deepEqual(
      [fourth.continues, fourth.scan.generation, fourth.scan.libraryWasEmpty],
      [null, fourth.scan.id, false],
    )
  })

  it('says whether anything was stored before, missing tracks included', async (lab) => {
    await lab.store(newSongs({ id: 'a' }))
    await lab.store({ missing: [{ trackId: 'a', reason: 'gone' }] })
    const scan = await lab.scan()
    assert.equal(scan.scan.libraryWasEmpty, false)
    await scan.end()
    await lab.writer.purge(lab.now + 1, lab.now)
    assert.equal((await lab.scan()).scan.libraryWasEmpty, true)
  })

  it('forgets losses that no scan judged when the next one begins', async (lab) => {
    await lab.store({ tracks: [insertion('a', { path: 'a.mp3' })] })
    await lab.store({ losses: [{ rootId: 'music', path: 'a.mp3', reason: 'gone' }] })
    await lab.scan()
    assert.deepEqual((await lab.writer.pendingLosses(null, 10)).losses, [])
  })
}
