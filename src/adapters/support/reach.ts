import { ScanError } from '../../core/errors.ts'

const patienceMs = 5000

/** Calls a server that may be away: within seconds there is an answer or a retryable `QUEUE_UNAVAILABLE`. */
export const reach = async <T>(place: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await within(patienceMs, call())
  } catch (cause) {
    if (ScanError.is(cause)) throw cause
    throw new ScanError('QUEUE_UNAVAILABLE', unusable(place, cause), {
      cause,
      retryable: true,
    })
  }
}

/** The sentence about a server that a call failed on. */
export const unusable = (place: string, cause: unknown): string => `${place} cannot be used now: ${wordsOf(cause)}.`

/** The promise, or a rejection after a while. */
export const within = async <T>(ms: number, promise: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`there was no answer within ${ms / 1000} s`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What an error says; those of several addresses say nothing themselves. */
export const wordsOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0])
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
