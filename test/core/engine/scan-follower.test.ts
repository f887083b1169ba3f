import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followScan, type ScanFollowerParts } from '../../../src/core/engine/scan-follower.ts'
import type { FreeUnit } from '../../../src/core/model/scan.ts'

const unit = (unitId: number, attempts = 0): FreeUnit => ({ unitId, segment: 'extract', attempts })

/** Follows a scan whose ledger and queue say these. */
const following = (free: () => readonly FreeUnit[], queued: () => Promise<number>) => {
  const lost: [readonly number[], boolean][] = []
  let records = 0
  const ledger = { scan: async () => ({ state: 'running' }), freeUnits: async () => free() }
  const unfollow = followScan({
    ...{ scanId: 1, now: () => 0, lostUnits: 100, queued },
    storage: { ledger } as unknown as ScanFollowerParts['storage'],
    onRecord: () => records++,
    onLost: async (_segment, unitIds, suspect) => void lost.push([unitIds, suspect]),
  })
  return { lost, unfollow, records: () => records }
}

describe('what follows a scan', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('leaves units alone that wait in the queue, however long', async () => {
    const { lost, unfollow } = following(
      () => [unit(1), unit(2)],
      async () => 2,
    )
    await vi.advanceTimersByTimeAsync(10_000)
    unfollow()
    expect(lost).toEqual([])
  })

  it('publishes units again that the queue has lost', async () => {
    const { lost, unfollow } = following(
      () => [unit(1), unit(2), unit(3)],
      async () => 1,
    )
    await vi.advanceTimersByTimeAsync(1000)
    expect(lost).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    unfollow()
    expect(lost).toEqual([[[1, 2, 3], false]])
  })

  it('publishes units as suspects that were at work before, whatever the queue holds', async () => {
    const { lost, unfollow } = following(
      () => [unit(1), unit(2, 1)],
      async () => 5,
    )
    await vi.advanceTimersByTimeAsync(2000)
    unfollow()
    expect(lost).toEqual([[[2], true]])
  })

  it('hears of a pause while the queue is away', async () => {
    const { records, unfollow } = following(
      () => [unit(1)],
      () => new Promise(() => undefined),
    )
    await vi.advanceTimersByTimeAsync(10_000)
    unfollow()
    expect(records()).toBe(10)
  })
})
