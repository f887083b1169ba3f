import { ScanError } from '../../core/errors.ts'
import type { Database } from './database.ts'
import type { PostgresClient } from './pool.ts'
import { storageError } from './postgres-error.ts'

/** Held from the begin of a scan to its end, by one storage at a time. */
export interface ScanLock {
  /** @throws ScanError `SCAN_RUNNING` when somebody holds it, this storage included. */
  take(): Promise<void>
  /** Nothing happens when it is not held. */
  release(): Promise<void>
}

/** A connection that holds the lock, or that is gone and the lock with it. */
interface Holder {
  /** Lets go of the lock, and of the connection. */
  release(): Promise<void>
}

const running = (): ScanError =>
  new ScanError('SCAN_RUNNING', 'Another scan of this library is running: wait for it to end, or cancel it.', {
    retryable: true,
  })

/**
 * An advisory lock of a session of its own. The server lets go of it when the connection ends, so it dies with the process, however that ends; when only the connection breaks,
 * the lock is gone too, and the storage may take it again.
 */
export const scanLock = (database: Database, schema: string): ScanLock => {
  let held: Promise<Holder> | undefined
  return {
    async take() {
      if (held !== undefined) throw running()
      const holding: Promise<Holder> = hold(database, `soniquebay-scan scan ${schema}`, () => {
        if (held === holding) held = undefined
      })
      held = holding
      try {
        await holding
      } catch (error) {
        if (held === holding) held = undefined
        throw storageError(error)
      }
    },
    async release() {
      const holding = held
      held = undefined
      await (await holding?.catch(() => undefined))?.release()
    },
  }
}

const hold = async (database: Database, name: string, onLost: () => void): Promise<Holder> => {
  const client = await database.connect()
  let open = true
  const giveBack = (broken?: Error): void => {
    if (!open) return
    open = false
    // A broken connection may tell of it twice, and nobody else listens.
    if (broken === undefined) client.removeListener?.('error', lose)
    client.release(broken)
  }
  const lose = (error: Error): void => {
    giveBack(error)
    onLost()
  }
  client.on?.('error', lose)
  try {
    if (!(await ask(client, 'pg_try_advisory_lock', name))) throw running()
  } catch (error) {
    giveBack(ScanError.is(error) ? undefined : asError(error))
    throw error
  }
  return {
    async release() {
      if (!open) return
      try {
        await ask(client, 'pg_advisory_unlock', name)
        giveBack()
      } catch (error) {
        giveBack(asError(error))
      }
    },
  }
}

const ask = async (client: PostgresClient, lock: string, name: string): Promise<boolean> => {
  const { rows } = await client.query({
    text: `SELECT 1 FROM (SELECT ${lock}(hashtext($1)) AS done) AS asked WHERE done`,
    values: [name],
  })
  return rows.length > 0
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
