import type { Job, JobHandler } from '../../core/ports/queue.ts'

/** Jobs given to a consumer: each stays in hand until it is let go. */
export class Hands {
  /** Ids, in the order in which they were given. */
  readonly taken: string[] = []
  readonly jobs: Job[] = []
  /** Most jobs that were in hand at once. */
  most = 0
  #waiting: (() => void)[] = []
  #open: boolean
  #inHand = 0

  /** Open hands let every job go at once. */
  constructor(open = false) {
    this.#open = open
  }

  get inHand(): number {
    return this.#inHand
  }

  readonly handle: JobHandler = async (job) => {
    this.taken.push(job.id)
    this.jobs.push(job)
    this.#inHand++
    this.most = Math.max(this.most, this.#inHand)
    if (!this.#open) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    // A little work, so that jobs meet.
    else await new Promise<void>((resolve) => setTimeout(resolve, 1))
    this.#inHand--
  }

  /** Lets the job go that has been in hand for the longest. */
  letOneGo(): void {
    this.#waiting.shift()?.()
  }

  /** Lets all jobs go, those to come as well. */
  letGo(): void {
    this.#open = true
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
