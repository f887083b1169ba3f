/** A process that works, as it tells the others. */
export interface WorkerBeat {
  /** Unique for the life of the process. */
  readonly workerId: string
  readonly host: string
  readonly pid: number
  /** Segments it takes jobs of. */
  readonly segments: readonly string[]
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Jobs that it has ended. */
  readonly jobs: number
  /** Jobs in its hands now. */
  readonly atWork: number
}

/** A worker as storage knows it. */
export interface WorkerRecord extends WorkerBeat {
  /** When it was last heard of, milliseconds since the epoch. */
  readonly seenAt: number
}
