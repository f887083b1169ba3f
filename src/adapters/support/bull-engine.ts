import type { BackendFactory, IQueueBackend } from 'bullmq'
import { ScanError } from '../../core/errors.ts'
import type { QueueFinding } from '../../core/ports/queue.ts'

/** BullMQ, loaded. */
export type Bull = typeof import('bullmq')

/** A server that BullMQ keeps jobs on. */
export interface BullEngine {
  readonly bull: Bull
  /** What the server is called in sentences. */
  readonly place: string
  /** Makes the backend of a queue or worker, over connections that are shared by all of them. */
  readonly backend: BackendFactory<IQueueBackend, unknown>
  /** What BullMQ calls the connection; only the backend looks at it. */
  readonly connection: unknown
  /** Put before every key. */
  readonly prefix: string
  /** Resolves once the server can be called; rejects when it is away. */
  reached(): Promise<void>
  /** What `doctor` should know. */
  check(): Promise<readonly QueueFinding[]>
  /** Closes what was opened. */
  close(): Promise<void>
}

/** Loads BullMQ. */
export const loadBull = async (
  /** Packages that are needed together. */
  peers: string,
  /** What needs them. */
  what: string,
): Promise<Bull> => {
  try {
    return await import('bullmq')
  } catch (cause) {
    throw new ScanError('PEER_MISSING', `${what} needs the packages ${peers}: npm install ${peers}`, { cause })
  }
}
