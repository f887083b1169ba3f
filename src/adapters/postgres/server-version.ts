import type { PostgresPool } from './pool.ts'

const oldest = 13

/** @throws Error for a server that is too old for our statements. Asked outside of our transactions: old servers refuse what begins them. */
export const checkVersion = async (pool: PostgresPool): Promise<void> => {
  const client = await pool.connect()
  // Told by the statement that fails; without a listener it would end the process.
  const onError = (): void => undefined
  client.on?.('error', onError)
  let broken = true
  try {
    const { rows } = await client.query({ text: 'SHOW server_version_num' })
    broken = false
    const major = Math.floor(
      Number((rows[0] as { server_version_num?: unknown } | undefined)?.server_version_num) / 10_000,
    )
    if (major < oldest)
      throw new Error(`its server is Postgres ${major}: upgrade it to ${oldest} or later, or use another server`)
  } finally {
    client.removeListener?.('error', onError)
    client.release(broken)
  }
}
