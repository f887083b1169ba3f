import type { StageProgress } from '../events.ts'
import type { AnyStage } from '../pipeline.ts'
import type { StageReport } from '../report.ts'
import type { StageContext } from '../stage.ts'

const windowMs = 3000

/** Counts what comes out of one stage and the time spent in it, without the time it waited for its input. */
export class StageMeter {
  readonly name: string
  /** What is known of the total; `null` until discover has ended. */
  total: number | null = null
  #items = 0
  #busyMs = 0
  #units = 0
  #samples: { at: number; items: number }[] = []

  constructor(name: string) {
    this.name = name
  }

  get items(): number {
    return this.#items
  }

  add(items: number): void {
    this.#items += items
  }

  /** At least so many items are known to be done, some of them perhaps by others. */
  seen(items: number): void {
    this.#items = Math.max(this.#items, items)
  }

  report(): StageReport {
    return { items: this.#items, busyMs: Math.round(this.#busyMs), units: this.#units }
  }

  progress(scanId: number): StageProgress {
    const now = performance.now()
    this.#samples.push({ at: now, items: this.#items })
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > windowMs) this.#samples.shift()
    const first = this.#samples[0] ?? { at: now, items: this.#items }
    const seconds = (now - first.at) / 1000
    const { total } = this
    return {
      type: 'stage-progress',
      scanId,
      stage: this.name,
      current: this.#items,
      total,
      percent: total === null ? null : total === 0 ? 100 : Math.min(100, (this.#items / total) * 100),
      filesPerSecond: seconds > 0 ? (this.#items - first.items) / seconds : 0,
      avgChunkMs: this.#units === 0 ? 0 : this.#busyMs / this.#units,
    }
  }

  /** The stage's run, measured. `weigh` says how many files a value stands for. */
  async *measure(
    stage: AnyStage,
    input: AsyncIterable<unknown>,
    context: StageContext,
    weigh: (value: unknown) => number,
  ): AsyncGenerator<unknown> {
    let waited = 0
    let taken = 0
    const timed = async function* () {
      let from = performance.now()
      for await (const value of input) {
        waited += performance.now() - from
        taken += weigh(value)
        yield value
        from = performance.now()
      }
      waited += performance.now() - from
    }
    this.#units++
    let from = performance.now()
    for await (const value of stage.run(timed() as AsyncIterable<never>, context)) {
      this.#busyMs += performance.now() - from
      // A stored unit stands for what went into it.
      if (isStored(value)) {
        this.#items += taken
        taken = 0
      } else this.#items += weigh(value)
      yield value
      from = performance.now()
    }
    this.#busyMs += performance.now() - from - waited
  }
}

const isStored = (value: unknown): boolean => typeof value === 'object' && value !== null && 'openUnits' in value
