import { ScanError } from '../errors.ts'
import type { ScanEvent } from '../events.ts'
import type { ScanRecord, ScanState, UnitLease, UnitSegment } from '../model/scan.ts'
import type { BegunScan } from '../ports/ledger.ts'
import type { CommitResult } from '../ports/library-writer.ts'
import type { Consumer, Job } from '../ports/queue.ts'
import type { ScanWorkers } from '../ports/scan-workers.ts'
import type { ScanReport, StoppedRoot } from '../report.ts'
import type { Run } from '../run.ts'
import { beginScan } from './begin-scan.ts'
import { EventStream } from './event-stream.ts'
import { Exclusion } from './exclusion.ts'
import { Gate } from './gate.ts'
import { reportOf } from './report-of.ts'
import { followScan } from './scan-follower.ts'
import type { PreparedScan, ScanRunParts } from './scan-run-parts.ts'
import { Slots } from './slots.ts'
import { type UnitOutcome, workUnit } from './unit-hand.ts'
import { unitJob, unitOf } from './unit-job.ts'
import { UnitRunner } from './unit-runner.ts'
import { type DiscoverScope, discoverPayload } from './units-of.ts'

const unitSegments: readonly UnitSegment[] = ['discover', 'extract', 'settle']

/** Units that may stand between readers and storage: one that is being stored, and one that waits for it. */
const unitsBetween = 2

/** Units looked for among those that the queue may have lost, oldest first: a second's work. While as many jobs wait, none of them is published again. */
const mostLost = 500

/** One scan in this process: begins it in the ledger, works its units from the queue, and ends it. */
export class ScanRun implements Run {
  readonly events = new EventStream()
  readonly result: Promise<ScanReport>
  readonly #parts: ScanRunParts
  readonly #gate = new Gate()
  readonly #exclusion = new Exclusion()
  readonly #units: UnitRunner
  readonly #stopped: StoppedRoot[] = []
  readonly #done = Promise.withResolvers<ScanState>()
  #begun: BegunScan | undefined
  /** Units past the gate, but for discover, which rests at the gate between two of its units. */
  readonly #storing = new Set<Promise<unknown>>()
  #discovering = 0
  #controlledAt = Number.NEGATIVE_INFINITY
  #changes = 0

  constructor(parts: ScanRunParts) {
    this.#parts = parts
    this.#units = new UnitRunner({
      ...parts,
      signal: parts.controller.signal,
      emit: (event) => this.#emit(event),
      listens: (type) => this.events.active || parts.listens(type),
      onStoppedRoot: (root) => this.#stopRoot(root),
      dispatch: (scanId, unitIds, files) => this.#dispatch(scanId, unitIds, files),
    })
    this.#done.promise.catch(() => undefined)
    this.result = this.#run()
    this.result.catch(() => undefined)
  }

  async pause(): Promise<void> {
    const scan = this.#begun?.scan
    if (scan === undefined || !this.#gate.close()) return
    await this.#parts.storage.ledger.setScanState(scan.id, 'paused', null, this.#parts.now())
    this.#controlledAt = performance.now()
    await Promise.allSettled(this.#storing)
    this.#emit({ type: 'scan-pause', scanId: scan.id })
  }

  async resume(): Promise<void> {
    const scan = this.#begun?.scan
    if (scan === undefined || this.#gate.isOpen) return
    await this.#parts.storage.ledger.setScanState(scan.id, 'running', null, this.#parts.now())
    this.#controlledAt = performance.now()
    this.#emit({ type: 'scan-resume', scanId: scan.id })
    this.#gate.open()
  }

  async cancel(reason: unknown = new DOMException('The scan was cancelled', 'AbortError')): Promise<void> {
    this.#parts.controller.abort(reason)
    await this.result.catch(() => undefined)
  }

  /**
   * Takes more roots into this scan, which ends when they are done too.
   * @returns `false` when it is too late, or one of the roots is scanned already.
   */
  async extend(scopes: readonly DiscoverScope[]): Promise<boolean> {
    const { ledger } = this.#parts.storage
    const scan = this.#begun && (await ledger.scan(this.#begun.scan.id))
    if (scan === undefined || scopes.some(({ rootId }) => scan.rootIds.includes(rootId))) return false
    this.#discovering += scopes.length
    for (const meter of this.#units.meters.values()) meter.total = null
    const discover = scopes.map((scope) => ({ rootId: scope.rootId, payload: discoverPayload(scope) }))
    if (!(await ledger.extendScan(scan.id, discover))) {
      this.#discovering -= scopes.length
      return false
    }
    for (const { unitId, segment } of await ledger.freeUnits(scan.id, this.#parts.now(), 1000))
      if (segment === 'discover') await this.#publish(scan.id, segment, [unitId])
    return true
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
      const scan = await this.#begin(prepared, startedAt)
      if (scan === this.#begun?.scan) {
        const state = await this.#work(scan.id, prepared)
        await storage.ledger.setScanState(scan.id, state, this.#message(), now())
      }
      const ended = (await storage.ledger.scan(scan.id)) ?? scan
      const report = reportOf({
        scan: ended,
        state: ended.state,
        continued: this.#begun?.continues?.id ?? null,
        startedAt,
        durationMs: performance.now() - from,
        meters: this.#units.meters,
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

  /** The scan that this run works on, or the one of another process that it waited for. */
  async #begin({ scopes, stopped }: PreparedScan, now: number): Promise<ScanRecord> {
    const { storage, mode, whenRunning, controller } = this.#parts
    const request = {
      rootIds: [...new Set(scopes.map((scope) => scope.rootId))],
      mode,
      now,
      discover: scopes.map((scope) => ({ rootId: scope.rootId, payload: discoverPayload(scope) })),
    }
    const started = await beginScan(storage, request, {
      ...{ whenRunning, signal: controller.signal },
      onJoin: ({ id, rootIds }) => this.#emit({ type: 'scan-join', scanId: id, rootIds }),
    })
    if (started.as === 'joined') return started.ended
    this.#begun = started.begun
    this.#discovering = scopes.length
    const { scan, continues } = started.begun
    this.#emit({
      type: 'scan-start',
      scanId: scan.id,
      mode: scan.mode,
      rootIds: scan.rootIds,
      continues: continues?.id ?? null,
    })
    for (const root of stopped) this.#stopRoot(root)
    return scan
  }

  async #work(scanId: number, { scopes, workers }: PreparedScan): Promise<ScanState> {
    const { storage, queue, controller, concurrency, now } = this.#parts
    if (scopes.length === 0) return 'done'
    const consumers: Consumer[] = []
    const onAbort = (): void => this.#done.reject(controller.signal.reason)
    controller.signal.addEventListener('abort', onAbort, { once: true })
    const ticker = setInterval(() => this.#progress(scanId), 250)
    ticker.unref()
    const unfollow = this.#follow(scanId)
    const inHand = new Set<Promise<void>>()
    // A unit holds all that was read of its files until it is stored: readers that are faster than the storage must not fill the memory.
    const inMemory = new Slots(() => workers.concurrency + unitsBetween)
    try {
      for (const segment of unitSegments) {
        if (segment === 'extract' && !this.#parts.extractsHere) continue
        const handler = (job: Job): Promise<void> => {
          const unit = (): Promise<void> => this.#workJob(job, segment, workers)
          const work = segment === 'extract' ? inMemory.within(unit) : unit()
          inHand.add(work)
          return work.finally(() => inHand.delete(work))
        }
        consumers.push(await queue.consume(segment, handler, { concurrency: segment === 'extract' ? concurrency : 2 }))
      }
      for (const { unitId, segment } of await storage.ledger.freeUnits(scanId, now(), 1000))
        await this.#publish(scanId, segment, [unitId])
      return await this.#done.promise
    } finally {
      clearInterval(ticker)
      unfollow()
      controller.signal.removeEventListener('abort', onAbort)
      this.#gate.open()
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      await Promise.allSettled(inHand)
      this.#progress(scanId)
    }
  }

  #follow(scanId: number): () => void {
    const { storage, queue, backlog, controller, now } = this.#parts
    const { shared } = queue.capabilities
    if (!shared && !storage.capabilities.multiProcess) return () => undefined
    return followScan({
      ...{ scanId, storage, now, lostUnits: shared ? Math.min(backlog, mostLost) : 0 },
      onRecord: (record, askedAt) => {
        if (record.state === 'cancelled') controller.abort(cancelledElsewhere())
        // What was read before this process paused or resumed it itself is out of date.
        else if (askedAt > this.#controlledAt) this.#obey(scanId, record.state === 'paused' ? 'paused' : 'running')
        this.#seeOthers(record)
        if (record.openUnits === 0) this.#done.resolve('done')
      },
      queued: (segment) => queue.size(segment),
      onLost: (segment, unitIds, suspect) => this.#publish(scanId, segment, unitIds, suspect),
    })
  }

  /** Others work on the same scan: what all of them did is in its counts. */
  #seeOthers({ counts }: ScanRecord): void {
    if (!this.#parts.queue.capabilities.shared) return
    for (const name of this.#parts.stageNames.slice(1)) this.#units.meters.get(name)?.seen(counts.read)
  }

  /** Goes on or rests, as the state says. */
  #obey(scanId: number, state: 'running' | 'paused'): void {
    if (state === 'paused') {
      if (this.#gate.close()) this.#emit({ type: 'scan-pause', scanId })
    } else if (!this.#gate.isOpen) {
      this.#emit({ type: 'scan-resume', scanId })
      this.#gate.open()
    }
  }

  async #workJob(job: Job, segment: UnitSegment, workers: ScanWorkers): Promise<void> {
    const { storage, controller, leaseMs, maxAttempts, now } = this.#parts
    const place = unitOf(job)
    const begun = this.#begun
    if (place === undefined || begun === undefined || place.scanId !== begun.scan.id) return
    await this.#gate.passed(controller.signal)
    if (controller.signal.aborted) return
    const run = (lease: UnitLease): Promise<CommitResult> => {
      const work = this.#units.run(lease, begun, workers)
      if (segment !== 'discover') this.#storing.add(work.finally(() => this.#storing.delete(work)))
      return work
    }
    try {
      await this.#ended(
        place.scanId,
        segment,
        await this.#exclusion.run(place.suspect && segment === 'extract', () =>
          workUnit(place, segment, { storage, leaseMs, maxAttempts, now, run }),
        ),
      )
    } catch (error) {
      this.#done.reject(error)
    }
  }

  async #dispatch(scanId: number, unitIds: readonly number[], files: number): Promise<void> {
    const { queue, backlog, controller } = this.#parts
    this.#changes += files
    await this.#publish(scanId, 'extract', unitIds)
    await queue.waitForRoom('extract', backlog, controller.signal)
    await this.#gate.passed(controller.signal)
    controller.signal.throwIfAborted()
  }

  async #ended(scanId: number, segment: UnitSegment, outcome: UnitOutcome): Promise<void> {
    if (outcome.as === 'none') return
    if (outcome.as === 'failed') {
      if (this.#parts.controller.signal.aborted) return
      if (outcome.again) await this.#publish(scanId, segment, [outcome.lease.unitId])
      else this.#done.reject(outcome.error)
      return
    }
    const { settleUnitId, openUnits, unitIds } = outcome.result
    if (segment === 'discover' && --this.#discovering === 0) {
      const [first, ...others] = this.#parts.stageNames
      for (const [name, meter] of this.#units.meters) {
        if (name === first) meter.total = meter.items
        else if (others.includes(name)) meter.total = this.#changes
      }
    }
    // Parts of one that was taken apart.
    if (segment !== 'discover' && unitIds.length > 0) await this.#publish(scanId, 'extract', unitIds, true)
    if (settleUnitId !== null) await this.#publish(scanId, 'settle', [settleUnitId])
    else if (openUnits === 0) this.#done.resolve('done')
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

  #publish(scanId: number, segment: UnitSegment, unitIds: readonly number[], suspect = false): Promise<void> {
    const jobs = unitIds.map((unitId) => unitJob({ scanId, unitId }, suspect))
    return this.#parts.queue.publish(segment, jobs)
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
    for (const meter of this.#units.meters.values()) this.#emit(meter.progress(scanId))
  }

  #emit(event: ScanEvent): void {
    this.events.push(event)
    this.#parts.notify(event)
  }
}

const cancelledElsewhere = (): DOMException =>
  new DOMException('The scan was cancelled by another process', 'AbortError')

const unexpected = (cause: unknown): ScanError =>
  new ScanError('INTERNAL', `The scan failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
