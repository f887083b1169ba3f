import type { PostgresPool } from './pool.ts'

const oldest = 13

/**
 * @throws Error for a server that cannot serve us: one too old for our statements, or one that takes no changes. Asked outside of our transactions, because old servers
 * refuse what begins them; and asked at once, because a schema that is complete would be opened without a change.
 */
export const checkServer = async (pool: PostgresPool): Promise<void> => {
  const client = await pool.connect()
  // Told by the statement that fails; without a listener it would end the process.
  const onError = (): void => undefined
  client.on?.('error', onError)
  let broken = true
  try {
    const { rows } = await client.query({
      text: `SELECT current_setting('server_version_num') AS version, current_setting('transaction_read_only') AS frozen`,
    })
    broken = false
    const { version, frozen } = rows[0] as { readonly version: string; readonly frozen: string }
    const major = Math.floor(Number(version) / 10_000)
    if (major < oldest)
      throw new Error(`its server is Postgres ${major}: upgrade it to ${oldest} or later, or use another server`)
    if (frozen === 'on') throw new Error('it takes no changes: use the URL of the primary server, or another user')
  } finally {
    client.removeListener?.('error', onError)
    client.release(broken)
  }
}
