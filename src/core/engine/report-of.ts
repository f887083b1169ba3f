import type { ScanRecord, ScanState } from '../model/scan.ts'
import type { ScanReport, StageReport, StoppedRoot } from '../report.ts'
import type { StageMeter } from './stage-meter.ts'

/** What a report is made of. */
export interface ReportParts {
  readonly scan: ScanRecord
  readonly state: ScanState
  readonly continued: number | null
  readonly startedAt: number
  readonly durationMs: number
  readonly meters: ReadonlyMap<string, StageMeter>
  /** Stages whose work another one did in the same hop: they report its items, and no time of their own. */
  readonly fused: ReadonlyMap<string, string>
  readonly stopped: readonly StoppedRoot[]
}

/** The report of a scan that has ended. */
export const reportOf = ({
  scan,
  state,
  continued,
  startedAt,
  durationMs,
  meters,
  fused,
  stopped,
}: ReportParts): ScanReport => {
  const stageReport = (name: string, meter: StageMeter): StageReport => {
    const into = meters.get(fused.get(name) ?? '')
    return into === undefined ? meter.report() : { ...into.report(), busyMs: 0 }
  }
  return {
    scanId: scan.id,
    mode: scan.mode,
    state,
    continued,
    startedAt,
    durationMs: Math.round(durationMs),
    counts: scan.counts,
    filesPerSecond: Math.round(scan.counts.seen / (durationMs / 1000)),
    stages: Object.fromEntries([...meters].map(([name, meter]) => [name, stageReport(name, meter)])),
    stopped,
  }
}
