import { BytesPending } from '../../core/ports/byte-source.ts'

/** Pieces that reading one file may fetch before it counts as one that never ends. */
const mostFetches = 10_000

/**
 * Runs `read` over an asynchronous store: whenever its source throws {@link BytesPending}, `fetch` brings the bytes and reading starts again, which
 * costs little, since readers look at few places. Rejects with what `read` or `fetch` throw otherwise.
 */
export async function readPending<T>(
  read: () => T | Promise<T>,
  fetch: (pending: BytesPending) => Promise<void>,
): Promise<T> {
  for (let fetches = 0; ; fetches++) {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof BytesPending) || fetches >= mostFetches) throw error
      await fetch(error)
    }
  }
}
