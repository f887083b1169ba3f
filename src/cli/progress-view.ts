import { MultiBar, type SingleBar } from 'cli-progress'
import type { StageProgress } from '../core/events.ts'
import { count, type Output } from './output.ts'

/** Shows how far a scan is. */
export interface ProgressView {
  show(event: StageProgress): void
  end(): void
}

const silent: ProgressView = { show: () => undefined, end: () => undefined }

/** Bars on a terminal, a plain line every five seconds otherwise, nothing when quiet. */
export const progressView = (output: Output, { quiet }: { readonly quiet: boolean }): ProgressView => {
  if (quiet) return silent
  return process.stderr.isTTY ? bars() : lines(output)
}

const shown = new Set(['discover', 'extract', 'settle'])

const bars = (): ProgressView => {
  const multi = new MultiBar({
    stream: process.stderr,
    clearOnComplete: false,
    hideCursor: true,
    autopadding: true,
    emptyOnZero: true,
    format: '{stage} {bar} {percentage}% | {value} of {amount} files | {rate} files/s',
  })
  const byStage = new Map<string, SingleBar>()
  return {
    show(event) {
      if (!shown.has(event.stage) || (event.stage === 'settle' && event.current === 0)) return
      const payload = {
        stage: event.stage.padEnd(8),
        amount: event.total === null ? '?' : count(event.total),
        rate: count(event.filesPerSecond),
      }
      // While the total is unknown the bar must not pretend to be full.
      const total = event.total ?? Math.max(1, event.current) * 2
      const bar = byStage.get(event.stage) ?? multi.create(total, 0, payload)
      byStage.set(event.stage, bar)
      bar.setTotal(Math.max(1, total))
      bar.update(event.total === 0 ? 1 : event.current, payload)
    },
    end: () => multi.stop(),
  }
}

const everyMs = 5000

const lines = (output: Output): ProgressView => {
  let last = performance.now()
  const latest = new Map<string, StageProgress>()
  return {
    show(event) {
      if (!shown.has(event.stage)) return
      latest.set(event.stage, event)
      if (performance.now() - last < everyMs) return
      last = performance.now()
      const parts = [...latest.values()].map(
        ({ stage, current, total, filesPerSecond }) =>
          `${stage} ${count(current)}${total === null ? '' : ` of ${count(total)}`} (${count(filesPerSecond)}/s)`,
      )
      output.note(parts.join(', '))
    },
    end: () => undefined,
  }
}
