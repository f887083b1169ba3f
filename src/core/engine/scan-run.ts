import type { DeferredKind } from '../deferred-kind.ts'
import { ScanError } from '../errors.ts'
import type { ScanEvent } from '../events.ts'
import type { ScanMode, ScanState, UnitLease, UnitSegment } from '../model/scan.ts'
import type { BegunScan } from '../ports/ledger.ts'
import type { CommitResult, UnitCommit } from '../ports/library-writer.ts'
import type { Consumer, Queue } from '../ports/queue.ts'
import type { ScanWorkers } from '../ports/scan-workers.ts'
import type { Storage } from '../ports/storage.ts'
import type { ScanReport, StoppedRoot } from '../report.ts'
import type { Run } from '../run.ts'
import type { StageContext } from '../stage.ts'
import { EventStream } from './event-stream.ts'
import { foldersAbove } from './folders-above.ts'
import { Gate } from './gate.ts'
import { reportOf } from './report-of.ts'
import { runUnit, type Segments } from './segments.ts'
import { Slots } from './slots.ts'
import { StageMeter } from './stage-meter.ts'
import { changesOf, type DiscoverScope, discoverPayload } from './units-of.ts'

const unitSegments: readonly UnitSegment[] = ['discover', 'extract', 'settle']

/** Units that may stand between readers and storage: one that is being stored, and one that waits for it. */
const unitsBetween = 2

/** What must be found out before a scan can begin. */
export interface PreparedScan {
  readonly workers: ScanWorkers
  readonly scopes: readonly DiscoverScope[]
  /** Roots that cannot be scanned now. */
  readonly stopped: readonly StoppedRoot[]
}

/** What a run is made of. */
export interface ScanRunParts {
  /** Finds the roots; rejects for a request that cannot be meant. */
  readonly prepare: () => Promise<PreparedScan>
  readonly storage: Storage
  readonly queue: Queue
  readonly segments: Segments
  readonly stageNames: readonly string[]
  readonly deferred: readonly DeferredKind[]
  readonly mode: ScanMode
  /** Filled by settle's guard. */
  readonly distrusted: readonly StoppedRoot[]
  readonly unitSize: number
  /** Units that may wait for extract before discover rests. */
  readonly backlog: number
  readonly concurrency: number
  readonly leaseMs: number
  readonly maxAttempts: number
  readonly controller: AbortController
  readonly now: () => number
  readonly notify: (event: ScanEvent) => void
  readonly listens: (type: ScanEvent['type']) => boolean
}

/** One scan in this process: begins it in the ledger, works its units from the queue, and ends it. */
export class ScanRun implements Run {
  readonly events = new EventStream()
  readonly result: Promise<ScanReport>
  readonly #parts: ScanRunParts
  readonly #gate = new Gate()
  readonly #meters: ReadonlyMap<string, StageMeter>
  readonly #stopped: StoppedRoot[] = []
  readonly #done = Promise.withResolvers<ScanState>()
  #begun: BegunScan | undefined
  /** Units past the gate, but for discover, which rests at the gate between two of its units. */
  readonly #storing = new Set<Promise<unknown>>()
  #discovering = 0
  #changes = 0

  constructor(parts: ScanRunParts) {
    this.#parts = parts
    this.#meters = new Map([...parts.stageNames, 'settle'].map((name) => [name, new StageMeter(name)]))
    this.#done.promise.catch(() => undefined)
    this.result = this.#run()
    this.result.catch(() => undefined)
  }

  async pause(): Promise<void> {
    if (this.#begun === undefined || !this.#gate.close()) return
    await this.#parts.storage.ledger.setScanState(this.#begun.scan.id, 'paused', null, this.#parts.now())
    await Promise.allSettled(this.#storing)
    this.#emit({ type: 'scan-pause', scanId: this.#begun.scan.id })
  }

  async resume(): Promise<void> {
    if (this.#begun === undefined || this.#gate.isOpen) return
    await this.#parts.storage.ledger.setScanState(this.#begun.scan.id, 'running', null, this.#parts.now())
    this.#emit({ type: 'scan-resume', scanId: this.#begun.scan.id })
    this.#gate.open()
  }

  async cancel(reason: unknown = new DOMException('The scan was cancelled', 'AbortError')): Promise<void> {
    this.#parts.controller.abort(reason)
    await this.result.catch(() => undefined)
  }

  async #run(): Promise<ScanReport> {
    const { storage, controller, now } = this.#parts
    const startedAt = now()
    const from = performance.now()
    // A turn for the caller to listen before the first event.
    await Promise.resolve()
    let prepared: PreparedScan | undefined
    try {
      controller.signal.throwIfAborted()
      prepared = await this.#parts.prepare()
      const { scan, continues } = await this.#begin(prepared, startedAt)
      const state = await this.#work(scan.id, prepared)
      await storage.ledger.setScanState(scan.id, state, this.#message(), now())
      const ended = await storage.ledger.scan(scan.id)
      const report = reportOf({
        scan: ended ?? scan,
        state,
        continued: continues?.id ?? null,
        startedAt,
        durationMs: performance.now() - from,
        meters: this.#meters,
        fused: this.#parts.segments.fused,
        stopped: this.#allStopped(),
      })
      this.#emit({ type: 'scan-end', report })
      return report
    } catch (error) {
      throw await this.#fail(error)
    } finally {
      this.events.end()
      await prepared?.workers.close()
    }
  }

  async #begin({ scopes, stopped }: PreparedScan, now: number): Promise<BegunScan> {
    const { storage, mode } = this.#parts
    const begun = await storage.ledger.beginScan({
      rootIds: [...new Set(scopes.map((scope) => scope.rootId))],
      mode,
      now,
      discover: scopes.map((scope) => ({ rootId: scope.rootId, payload: discoverPayload(scope) })),
    })
    this.#begun = begun
    this.#discovering = scopes.length
    const { scan, continues } = begun
    this.#emit({
      type: 'scan-start',
      scanId: scan.id,
      mode: scan.mode,
      rootIds: scan.rootIds,
      continues: continues?.id ?? null,
    })
    for (const root of stopped) this.#stopRoot(root)
    return begun
  }

  async #work(scanId: number, { scopes, workers }: PreparedScan): Promise<ScanState> {
    const { storage, queue, controller, concurrency, now } = this.#parts
    if (scopes.length === 0) return 'done'
    const consumers: Consumer[] = []
    const onAbort = (): void => this.#done.reject(controller.signal.reason)
    controller.signal.addEventListener('abort', onAbort, { once: true })
    const ticker = setInterval(() => this.#progress(scanId), 250)
    ticker.unref()
    const inHand = new Set<Promise<void>>()
    // A unit holds all that was read of its files until it is stored: readers that are faster than the storage must not fill the memory.
    const inMemory = new Slots(() => workers.concurrency + unitsBetween)
    try {
      for (const segment of unitSegments) {
        const handler = (job: { readonly id: string }): Promise<void> => {
          const unit = (): Promise<void> => this.#workUnit(scanId, Number(job.id), segment, workers)
          const work = segment === 'extract' ? inMemory.within(unit) : unit()
          inHand.add(work)
          return work.finally(() => inHand.delete(work))
        }
        consumers.push(
          await queue.consume(channel(scanId, segment), handler, {
            concurrency: segment === 'extract' ? concurrency : 2,
          }),
        )
      }
      for (const { unitId, segment } of await storage.ledger.freeUnits(scanId, now(), 1000))
        await this.#publish(scanId, segment, [unitId])
      return await this.#done.promise
    } finally {
      clearInterval(ticker)
      controller.signal.removeEventListener('abort', onAbort)
      this.#gate.open()
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      await Promise.allSettled(inHand)
      this.#progress(scanId)
    }
  }

  async #workUnit(scanId: number, unitId: number, segment: UnitSegment, workers: ScanWorkers): Promise<void> {
    const { storage, controller, leaseMs, now } = this.#parts
    const { signal } = controller
    await this.#gate.passed(signal)
    if (signal.aborted) return
    const lease = await storage.ledger
      .claimUnit({ scanId, unitId, segments: [segment], leaseMs, now: now() })
      .catch((error: unknown) => void this.#done.reject(error))
    if (lease === undefined) return
    const renewal = setInterval(
      () => storage.ledger.renewUnit(lease, leaseMs, now()).catch(() => undefined),
      leaseMs / 3,
    )
    renewal.unref()
    try {
      const work = this.#runUnit(scanId, lease, workers)
      if (segment !== 'discover') this.#storing.add(work.finally(() => this.#storing.delete(work)))
      await this.#finished(scanId, segment, await work)
    } catch (error) {
      await this.#unitFailed(scanId, segment, lease, error)
    } finally {
      clearInterval(renewal)
    }
  }

  async #runUnit(scanId: number, lease: UnitLease, workers: ScanWorkers): Promise<CommitResult> {
    const { segments, unitSize, queue, backlog, controller } = this.#parts
    let seen = 0
    const discoverMeter = this.#meters.get(this.#parts.stageNames[0] ?? '')
    const saw = (files: number): void => {
      seen += files
      discoverMeter?.add(files)
    }
    const context = this.#context(lease, workers, saw)
    const dispatch = async (unitIds: readonly number[], files: number): Promise<void> => {
      this.#changes += files
      await this.#publish(scanId, 'extract', unitIds)
      await queue.waitForRoom(channel(scanId, 'extract'), backlog, controller.signal)
      await this.#gate.passed(controller.signal)
      controller.signal.throwIfAborted()
    }
    try {
      return await runUnit(lease.segment, context, {
        segments,
        meters: this.#meters,
        unitSize,
        dispatch,
        seen: () => seen,
      })
    } catch (error) {
      if (lease.segment === 'settle' || !ScanError.is(error) || error.code !== 'ROOT_UNAVAILABLE') throw error
      this.#stopRoot({ rootId: lease.rootId ?? '', code: error.code, message: error.message })
      return context.storage.writer.commit(abandoned(lease, context.now()))
    }
  }

  #context(unit: UnitLease, workers: ScanWorkers, saw: (files: number) => void): StageContext {
    const { storage, deferred, controller, now, listens } = this.#parts
    const begun = this.#begun
    if (begun === undefined) throw new TypeError('the scan has not begun')
    return {
      signal: controller.signal,
      scan: begun,
      unit,
      storage,
      workers,
      deferred,
      now,
      saw,
      emit: (event) => this.#emit(event),
      listens: (type) => this.events.active || listens(type),
    }
  }

  async #finished(scanId: number, segment: UnitSegment, result: CommitResult): Promise<void> {
    if (segment === 'discover' && --this.#discovering === 0) {
      const [first, ...others] = this.#parts.stageNames
      for (const [name, meter] of this.#meters) {
        if (name === first) meter.total = meter.items
        else if (others.includes(name)) meter.total = this.#changes
      }
    }
    if (result.settleUnitId !== null) await this.#publish(scanId, 'settle', [result.settleUnitId])
    else if (result.openUnits === 0) this.#done.resolve('done')
  }

  async #unitFailed(scanId: number, segment: UnitSegment, lease: UnitLease, error: unknown): Promise<void> {
    const { storage, controller, maxAttempts } = this.#parts
    if (ScanError.is(error) && error.code === 'LEASE_LOST') return
    await storage.ledger.releaseUnit(lease).catch(() => undefined)
    if (controller.signal.aborted) return
    const again =
      ScanError.is(error) && error.retryable && error.code !== 'STORAGE_FAILED' && lease.attempts < maxAttempts
    if (again) await this.#publish(scanId, segment, [lease.unitId])
    else this.#done.reject(error)
  }

  async #fail(error: unknown): Promise<unknown> {
    const { storage, controller, now } = this.#parts
    const begun = this.#begun
    const cancelled = controller.signal.aborted
    const failure = cancelled || ScanError.is(error) ? error : unexpected(error)
    if (begun !== undefined) {
      const message = failure instanceof Error ? failure.message : String(failure)
      // A failed scan is continued by the next one like a cancelled one: what it stored is kept, what it owed is found again.
      await storage.ledger.setScanState(begun.scan.id, 'cancelled', message, now()).catch(() => undefined)
    }
    if (!cancelled) controller.abort(failure)
    return failure
  }

  #publish(scanId: number, segment: UnitSegment, unitIds: readonly number[]): Promise<void> {
    const jobs = unitIds.map((id) => ({ id: String(id), version: 1 as const }))
    return this.#parts.queue.publish(channel(scanId, segment), jobs)
  }

  #stopRoot(root: StoppedRoot): void {
    if (this.#stopped.some((known) => known.rootId === root.rootId)) return
    this.#stopped.push(root)
    this.#emit({ type: 'root-stopped', ...root })
  }

  #allStopped(): readonly StoppedRoot[] {
    return [...this.#stopped, ...this.#parts.distrusted]
  }

  #message(): string | null {
    const stopped = this.#allStopped()
    return stopped.length === 0 ? null : stopped.map((root) => root.message).join(' ')
  }

  #progress(scanId: number): void {
    if (!this.events.active && !this.#parts.listens('stage-progress')) return
    for (const meter of this.#meters.values()) this.#emit(meter.progress(scanId))
  }

  #emit(event: ScanEvent): void {
    this.events.push(event)
    this.#parts.notify(event)
  }
}

/** A unit whose root went away ends without effect; quick scans must look at its folders again. */
const abandoned = (lease: UnitLease, now: number): UnitCommit => ({
  lease,
  now,
  relistFolders: lease.segment === 'extract' ? foldersAbove(changesOf(lease.payload)) : [],
  finished: true,
  thenSettle: true,
})

const channel = (scanId: number, segment: UnitSegment): string => `${scanId}:${segment}`

const unexpected = (cause: unknown): ScanError =>
  new ScanError('INTERNAL', `The scan failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
