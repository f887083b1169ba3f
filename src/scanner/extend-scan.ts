import type { ScanRun } from '../core/engine/scan-run.ts'
import type { ScanEvent } from '../core/events.ts'
import type { ScanReport } from '../core/report.ts'
import type { Run } from '../core/run.ts'
import type { ScanOptions } from '../scanner.ts'
import { prepareScan } from './prepare-scan.ts'
import type { ScannerParts } from './start-scan.ts'

/** A request that became a part of the scan under way, or of a scan of its own after it. */
export class ExtendedRun implements Run {
  readonly result: Promise<ScanReport>
  readonly #run: Promise<ScanRun>

  constructor(run: Promise<ScanRun>) {
    this.#run = run
    this.result = run.then((chosen) => chosen.result)
    this.result.catch(() => undefined)
  }

  get events(): AsyncIterable<ScanEvent> {
    return eventsOf(this.#run)
  }

  async extend(scopes: Parameters<ScanRun['extend']>[0]): Promise<boolean> {
    return (await this.#run).extend(scopes)
  }

  async pause(): Promise<void> {
    await (await this.#run).pause()
  }

  async resume(): Promise<void> {
    await (await this.#run).resume()
  }

  async cancel(reason?: unknown): Promise<void> {
    await (await this.#run).cancel(reason)
  }

  /** The run that does it. */
  get chosen(): Promise<ScanRun> {
    return this.#run
  }
}

async function* eventsOf(run: Promise<ScanRun>): AsyncGenerator<ScanEvent> {
  yield* (await run).events
}

/** Adds the roots of a request to the scan under way; where that cannot be, `otherwise` starts a scan of its own. */
export const extendScan = (
  { config, storage }: ScannerParts,
  options: ScanOptions,
  running: ScanRun | ExtendedRun,
  otherwise: () => ScanRun,
): ExtendedRun => {
  const choose = async (): Promise<ScanRun> => {
    const prepared = await prepareScan(config, options, storage, { keep: true, running: true })
    await prepared.workers.close()
    if (prepared.stopped.length > 0 || !(await running.extend(prepared.scopes))) return otherwise()
    return running instanceof ExtendedRun ? running.chosen : running
  }
  return new ExtendedRun(choose())
}
