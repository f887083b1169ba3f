import { createScanner, type DeferredKind, type Storage } from '@soniquebay/scan'
import { median } from './median.ts'

const kinds: readonly DeferredKind[] = Array.from({ length: 10 }, (_, index) => ({
  kind: `kind-${index}`,
  version: '1',
  derivesFrom: 'audio',
}))

/** What it takes to count the tasks of a library of which every track owes ten. */
export interface TaskCounting {
  readonly tasks: number
  /** Seconds in which they were made to owe them. */
  readonly owedSeconds: number
  /** Milliseconds of one count by kind and state. */
  readonly countMs: number
}

/** Lets every track of a library owe ten tasks, and counts them. */
export const countTasks = async (storage: Storage, rounds: number): Promise<TaskCounting> => {
  const from = performance.now()
  const scanner = await createScanner({ storage, deferred: kinds })
  const owedSeconds = (performance.now() - from) / 1000
  try {
    const times: number[] = []
    let tasks = 0
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now()
      const counts = await scanner.tasks.count()
      if (round > 0) times.push(performance.now() - start)
      tasks = counts.reduce((sum, { count }) => sum + count, 0)
    }
    return { tasks, owedSeconds, countMs: median(times) }
  } finally {
    await scanner.close()
  }
}
