import type { ScanEvent } from '../events.ts'

const maxWaiting = 10_000

/**
 * The events of one run for readers that may be slow: a new progress event replaces the waiting one of its stage, and above 10,000 waiting events the newest are counted
 * instead of kept. Nothing is kept before the first reading.
 */
export class EventStream implements AsyncIterable<ScanEvent> {
  readonly #readers = new Set<Reader>()
  #ended = false

  /** Whether anybody reads. */
  get active(): boolean {
    return this.#readers.size > 0
  }

  push(event: ScanEvent): void {
    for (const reader of this.#readers) reader.push(event)
  }

  end(): void {
    this.#ended = true
    for (const reader of this.#readers) reader.end()
  }

  [Symbol.asyncIterator](): AsyncIterator<ScanEvent> {
    const reader = new Reader(() => this.#readers.delete(reader))
    if (this.#ended) reader.end()
    else this.#readers.add(reader)
    return reader
  }
}

class Reader implements AsyncIterator<ScanEvent> {
  readonly #waiting: ScanEvent[] = []
  readonly #progressAt = new Map<string, number>()
  readonly #leave: () => void
  #first = 0
  #dropped = 0
  #ended = false
  #wake: (() => void) | undefined

  constructor(leave: () => void) {
    this.#leave = leave
  }

  push(event: ScanEvent): void {
    if (event.type === 'stage-progress') {
      const at = this.#progressAt.get(event.stage)
      if (at !== undefined && at >= this.#first) {
        this.#waiting[at - this.#first] = event
        return
      }
    }
    if (this.#waiting.length >= maxWaiting && event.type !== 'scan-end') {
      this.#dropped++
      return
    }
    if (event.type === 'stage-progress') this.#progressAt.set(event.stage, this.#first + this.#waiting.length)
    this.#waiting.push(event)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async next(): Promise<IteratorResult<ScanEvent>> {
    for (;;) {
      const event = this.#waiting.shift()
      if (event !== undefined) {
        this.#first++
        return { value: event, done: false }
      }
      if (this.#dropped > 0) {
        const count = this.#dropped
        this.#dropped = 0
        return { value: { type: 'events-dropped', count }, done: false }
      }
      if (this.#ended) return { value: undefined, done: true }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
  }

  async return(): Promise<IteratorResult<ScanEvent>> {
    this.#leave()
    this.end()
    this.#waiting.length = 0
    return { value: undefined, done: true }
  }
}
