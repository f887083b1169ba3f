import { setTimeout as sleep } from 'node:timers/promises'
import { ScanError } from '../errors.ts'
import type { ScanRecord } from '../model/scan.ts'
import type { BeginScan, BegunScan } from '../ports/ledger.ts'
import type { Storage } from '../ports/storage.ts'

/** What to do when another process scans the library. */
export interface WhenRunning {
  /** `join`: await a scan of the same roots as one's own, and begin after one of others; `refuse`: reject with `SCAN_RUNNING`. */
  readonly whenRunning: 'join' | 'refuse'
  readonly signal: AbortSignal
  readonly onJoin: (scan: ScanRecord) => void
}

/** A scan that this process runs, or the end of the one that it joined. */
export type BegunOrJoined =
  | { readonly as: 'begun'; readonly begun: BegunScan }
  | { readonly as: 'joined'; readonly ended: ScanRecord }

const lookMs = 250

/** Begins a scan as soon as no other process scans, or follows the scan of another to its end; one whose process died is continued. */
export const beginScan = async (
  { ledger }: Storage,
  request: BeginScan,
  { whenRunning, signal, onJoin }: WhenRunning,
): Promise<BegunOrJoined> => {
  let joined: ScanRecord | undefined
  for (;;) {
    const now = joined === undefined ? undefined : await ledger.scan(joined.id)
    if (now?.state === 'done') return { as: 'joined', ended: now }
    if (now?.state === 'cancelled') throw new DOMException('The scan that was joined was cancelled', 'AbortError')
    try {
      return { as: 'begun', begun: await ledger.beginScan(request) }
    } catch (error) {
      if (whenRunning === 'refuse' || !ScanError.is(error) || error.code !== 'SCAN_RUNNING') throw error
    }
    if (joined === undefined) {
      const running = await ledger.scan()
      if (running !== undefined && isUnderWay(running) && covers(running, request)) {
        joined = running
        onJoin(running)
      }
    }
    await sleep(lookMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

const isUnderWay = ({ state }: ScanRecord): boolean => state === 'running' || state === 'paused'

/** A scan of these roots that looks at least as closely. */
const covers = (running: ScanRecord, { rootIds, mode }: BeginScan): boolean =>
  rootIds.every((id) => running.rootIds.includes(id)) &&
  (running.mode === mode || running.mode === 'full' || mode === 'quick')
