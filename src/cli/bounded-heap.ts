import { setFlagsFromString } from 'node:v8'
import type { Scanner } from '../scanner.ts'

/**
 * Keeps the young generation of this process from growing during a scan: rows pass through it and are garbage at once, for which V8 would give it a hundred megabytes and
 * more. Node can be told so only on its command line, or by stopping all growth where it is, which is after the first files, when the threads have grown to their own bounds.
 */
export const boundHeap = (scanner: Scanner): void => {
  const stop = scanner.on('stage-progress', ({ stage, current }) => {
    if (stage !== 'persist' || current === 0) return
    setFlagsFromString('--semi-space-growth-factor=1')
    stop()
  })
}
