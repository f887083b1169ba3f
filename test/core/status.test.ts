import { describe, expect, it } from 'vitest'
import { noCounts, type ScanRecord, type UnitCount } from '../../src/core/model/scan.ts'
import { progressOf } from '../../src/core/status.ts'

const record = (more: Partial<ScanRecord>, counts: Partial<ScanRecord['counts']> = {}): ScanRecord => ({
  id: 1,
  generation: 1,
  mode: 'incremental',
  rootIds: ['music'],
  state: 'running',
  startedAt: 0,
  endedAt: null,
  openUnits: 3,
  counts: { ...noCounts, ...counts },
  message: null,
  libraryWasEmpty: true,
  paceFrom: { at: 0, read: 0 },
  ...more,
})
const extract: readonly UnitCount[] = [{ segment: 'extract', waiting: 1, leased: 2 }]
const discover: readonly UnitCount[] = [{ segment: 'discover', waiting: 0, leased: 1 }, ...extract]

describe('how far a scan is', () => {
  it('knows no total and no end while discover looks', () => {
    expect(progressOf(record({}, { changes: 500, read: 100 }), discover, 1000)).toEqual({
      ...{ current: 100, total: null, percent: null, leftMs: null },
      filesPerSecond: 100,
    })
  })

  it('tells the time left by the pace since the total is known, settle included', () => {
    // Ten seconds of discovering beside reading, then a hundred files a second.
    const scan = record({ paceFrom: { at: 10_000, read: 100 } }, { changes: 10_000, read: 3100 })
    const { percent, leftMs, filesPerSecond } = progressOf(scan, extract, 40_000)
    expect(percent).toBe(31)
    expect(filesPerSecond).toBe(100)
    expect(leftMs).toBe(81_000)
  })

  it('knows no end until enough was read at the pace that is measured', () => {
    const resumed = (read: number, now: number) =>
      progressOf(record({ paceFrom: { at: 10_000, read: 3600 } }, { changes: 10_000, read }), extract, now).leftMs
    expect(resumed(3600, 60_000), 'nothing read').toBeNull()
    expect(resumed(3700, 10_100), 'a hundred files in a tenth of a second').toBeNull()
    expect(resumed(4200, 10_600), 'six hundred files').toBeGreaterThan(5000)
    expect(resumed(3610, 13_000), 'ten files in three seconds').toBeGreaterThan(1_000_000)
  })

  it('knows no end of what rests, was not begun, or is being settled', () => {
    const counts = { changes: 100, read: 50 }
    expect(progressOf(record({ state: 'paused' }, counts), extract, 1000).leftMs).toBeNull()
    expect(progressOf(record({}, { changes: 100 }), extract, 1000).leftMs).toBeNull()
    const settle: readonly UnitCount[] = [{ segment: 'settle', waiting: 0, leased: 1 }]
    expect(progressOf(record({}, { changes: 100, read: 100 }), settle, 1000)).toMatchObject({
      percent: 100,
      leftMs: null,
    })
  })

  it('tells the speed of the whole scan when it has ended', () => {
    const scan = record(
      { state: 'done', endedAt: 2000, paceFrom: { at: 1900, read: 100 } },
      { changes: 100, read: 100 },
    )
    expect(progressOf(scan, [], 9_000_000)).toMatchObject({ filesPerSecond: 50, percent: 100, leftMs: null })
  })
})
