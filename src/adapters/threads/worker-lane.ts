import { ScanError } from '../../core/errors.ts'
import { type WorkerKind, WorkerLink } from './worker-link.ts'

/** What a lane of workers is made of. */
export interface LaneOptions {
  readonly kind: WorkerKind
  readonly entry: URL
  readonly settings: unknown
  /** Readers at the start, and at most. */
  readonly readers: { readonly start: number; readonly most: number }
  /** A process that is silent for so long while it owes an answer has a hanging disk. */
  readonly hangMs: number
  /** How the place is called in sentences. */
  readonly place: string
}

const watchMs = 500
/** Readers without work for so long are ended: settle comes after the last file, and needs the memory. */
const restMs = 300

/**
 * The workers of one place: one for its diffs, started on use, and readers, whose number grows while work waits and the processor idles, because then the disk is
 * what is waited for.
 */
export class WorkerLane {
  readonly #options: LaneOptions
  readonly #idle: WorkerLink[] = []
  readonly #all = new Set<WorkerLink>()
  readonly #waiting: PromiseWithResolvers<WorkerLink>[] = []
  #differ: WorkerLink | undefined
  #readers = 0
  #busy = 0
  #busyMs = 0
  #busySince = performance.now()
  #target: number
  #hung: ScanError | undefined
  #watch: NodeJS.Timeout | undefined
  #rest: NodeJS.Timeout | undefined

  constructor(options: LaneOptions) {
    this.#options = options
    this.#target = options.readers.start
  }

  /** How many readers may work at once just now. */
  get target(): number {
    return this.#target
  }

  /** Whether calls wait for a reader. */
  get starved(): boolean {
    return this.#waiting.length > 0
  }

  /** Milliseconds for which its readers have worked so far, all together, and how many there are. */
  get load(): { readonly busyMs: number; readonly readers: number } {
    this.#countBusy(0)
    return { busyMs: this.#busyMs, readers: this.#readers }
  }

  /** One reader more, up to the most. */
  grow(): void {
    if (this.#target >= this.#options.readers.most) return
    this.#target++
    const next = this.#waiting.shift()
    if (next !== undefined) next.resolve(this.#start())
  }

  /** The worker that diffs and looks for files; calls to it are answered in turn. */
  differ(): WorkerLink {
    if (this.#hung !== undefined) throw this.#hung
    if (this.#differ === undefined || this.#differ.dead) this.#differ = this.#link()
    return this.#differ
  }

  /** Runs `work` on a reader. */
  async read<T>(work: (reader: WorkerLink) => Promise<T>): Promise<T> {
    if (this.#hung !== undefined) throw this.#hung
    const reader = await this.#take()
    this.#countBusy(1)
    try {
      return await work(reader)
    } catch (error) {
      throw this.#hung ?? error
    } finally {
      this.#countBusy(-1)
      this.#give(reader)
    }
  }

  async close(reason?: ScanError): Promise<void> {
    clearInterval(this.#watch)
    clearTimeout(this.#rest)
    const closed = reason ?? new ScanError('CLOSED', 'The scan’s workers are closed.')
    for (const waiting of this.#waiting.splice(0)) waiting.reject(closed)
    await Promise.all([...this.#all].map((link) => link.end(closed)))
    this.#all.clear()
  }

  #countBusy(change: 1 | 0 | -1): void {
    const now = performance.now()
    this.#busyMs += this.#busy * (now - this.#busySince)
    this.#busySince = now
    this.#busy += change
  }

  async #take(): Promise<WorkerLink> {
    const idle = this.#idle.pop()
    if (idle !== undefined) return idle
    if (this.#readers < this.#target) return this.#start()
    const waiting = Promise.withResolvers<WorkerLink>()
    this.#waiting.push(waiting)
    return waiting.promise
  }

  #give(reader: WorkerLink): void {
    if (reader.dead) {
      this.#readers--
      this.#all.delete(reader)
      const next = this.#hung === undefined ? this.#waiting.shift() : undefined
      if (next !== undefined) next.resolve(this.#start())
      return
    }
    const next = this.#waiting.shift()
    if (next !== undefined) next.resolve(reader)
    else {
      this.#idle.push(reader)
      clearTimeout(this.#rest)
      this.#rest = setTimeout(() => this.#dismiss(), restMs).unref()
    }
  }

  #dismiss(): void {
    for (const reader of this.#idle.splice(0)) {
      this.#readers--
      this.#all.delete(reader)
      void reader.end()
    }
  }

  #start(): WorkerLink {
    this.#readers++
    return this.#link()
  }

  #link(): WorkerLink {
    const { kind, entry, settings } = this.#options
    const link = new WorkerLink(kind, entry, settings)
    this.#all.add(link)
    if (kind === 'process') this.#watchOver()
    return link
  }

  #watchOver(): void {
    const { hangMs, place } = this.#options
    this.#watch ??= setInterval(
      () => {
        if (![...this.#all].some((link) => !link.dead && link.silentMs > hangMs)) return
        this.#hung = new ScanError(
          'ROOT_UNAVAILABLE',
          `${place} has not answered for ${Math.round(hangMs / 1000)} s. Its mount hangs or its server is gone; nothing under it was changed. Check the mount and scan again.`,
          { stage: 'discover' },
        )
        void this.close(this.#hung)
      },
      Math.min(watchMs, hangMs / 2),
    )
    this.#watch.unref()
  }
}
