import { ScanError } from '../../core/errors.ts'
import type { Queue } from '../../core/ports/queue.ts'
import { BullChannels } from './bull-channels.ts'
import type { BullEngine } from './bull-engine.ts'

/** What makes a queue of BullMQ. */
export interface BullQueueParts {
  readonly name: string
  /** Connects to the server; rejects with a {@link ScanError}. */
  readonly connect: () => Promise<BullEngine>
  /** Milliseconds after which a job goes to another consumer whose own gave no sign of life. */
  readonly lockMs: number | undefined
}

const defaultLockMs = 10_000
/** Locks are renewed twice in their time: shorter ones would be lost on a busy host. */
const shortestLockMs = 100

/** A queue over BullMQ. It opens with the first call; after it was closed only `open` opens it again. */
export const bullQueue = ({ name, connect, lockMs = defaultLockMs }: BullQueueParts): Queue => {
  if (!Number.isSafeInteger(lockMs) || lockMs < shortestLockMs)
    throw new ScanError(
      'CONFIG_INVALID',
      `lockMs of the queue must be a whole number of milliseconds, ${shortestLockMs} or more; it is ${lockMs}.`,
    )
  let opening: Promise<BullChannels> | undefined
  let closing: Promise<void> | undefined

  const open = (): Promise<BullChannels> => {
    opening ??= connect().then(
      (engine) => new BullChannels(engine, lockMs),
      (error: unknown) => {
        opening = undefined
        throw error
      },
    )
    return opening
  }
  const opened = async (): Promise<BullChannels> => {
    if (closing !== undefined) throw new ScanError('CLOSED', 'This queue is closed.')
    return open()
  }
  const close = async (): Promise<void> => {
    const open = opening
    opening = undefined
    await (await open?.catch(() => undefined))?.close()
  }

  return {
    specVersion: 'v1',
    name,
    capabilities: { shared: true },
    async open() {
      await closing
      closing = undefined
      await open()
    },
    async publish(channel, jobs) {
      await (await opened()).publish(channel, jobs)
    },
    async consume(channel, handler, options) {
      return (await opened()).consume(channel, handler, options)
    },
    async size(channel) {
      return (await opened()).size(channel)
    },
    async waitForRoom(channel, limit, signal) {
      await (await opened()).waitForRoom(channel, limit, signal)
    },
    async check() {
      return (await opened()).check()
    },
    async close() {
      closing ??= close()
      await closing
    },
  }
}
