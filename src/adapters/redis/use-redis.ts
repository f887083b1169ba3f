import { ScanError } from '../../core/errors.ts'
import { within } from '../support/reach.ts'
import { type OpenRedis, openRedis, type RedisOptions } from './redis-connection.ts'

/** So long an answer may take before the server counts as away. */
const patienceMs = 3000
/** So long a server that is away is not asked again: else everybody waits for it each time. */
const restMs = 1000

/** A connection that is opened on first use; a failed opening is tried again by a later use. */
export class UseRedis {
  readonly #options: RedisOptions
  #open: Promise<OpenRedis> | undefined
  #closed = false
  #restUntil = 0

  constructor(options: RedisOptions) {
    this.#options = options
  }

  /** @throws ScanError `CLOSED`, or what opening throws. */
  get(): Promise<OpenRedis> {
    if (this.#closed) return Promise.reject(new ScanError('CLOSED', 'It was closed.'))
    if (this.#open === undefined) {
      const opening = openRedis(this.#options)
      opening.catch(() => {
        const forget = (): void => {
          if (this.#open === opening) this.#open = undefined
        }
        setTimeout(forget, restMs).unref()
      })
      this.#open = opening
    }
    return this.#open
  }

  /** What the work gives, or `undefined` while the server is away. @throws ScanError for what no waiting mends. */
  async attempt<T>(work: (open: OpenRedis) => Promise<T>): Promise<T | undefined> {
    if (performance.now() < this.#restUntil) return undefined
    try {
      return await within(patienceMs, this.get().then(work))
    } catch (error) {
      if (isMistake(error)) throw error
      // A server that refuses a command is there.
      if (!(error instanceof Error && error.name === 'ReplyError')) this.#restUntil = performance.now() + restMs
      return undefined
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const open = await this.#open?.catch(() => undefined)
    await open?.close()
  }
}

/** A wrong URL or a missing package: hidden, it would never be found. */
export const isMistake = (error: unknown): boolean =>
  ScanError.is(error) && (error.code === 'CONFIG_INVALID' || error.code === 'PEER_MISSING')

/** A hash tag keeps all keys of a library on one node of a cluster. */
export const tagged = (prefix: string, ...parts: readonly string[]): string => [`{${prefix}}`, ...parts].join(':')
