import type { QueueFinding } from '../../core/ports/queue.ts'
import { wordsOf } from '../support/reach.ts'
import type { RedisClient } from './redis-client.ts'

const oldest = [6, 2] as const

/** What `doctor` should know of a server that holds jobs. */
export const checkRedis = async (client: Pick<RedisClient, 'call'>, place: string): Promise<QueueFinding[]> => {
  let info: string
  try {
    info = String(await client.call('INFO'))
  } catch (error) {
    // Away, or a server that refuses this command to this user.
    if (!(error instanceof Error && error.name === 'ReplyError')) throw error
    const message = `${place} does not tell its version and settings (${wordsOf(error)}): see that it is 6.2 or later, and its maxmemory-policy noeviction.`
    return [{ level: 'warning', message }]
  }
  const value = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  return [versionFinding(value('redis_version'), place), policyFinding(value('maxmemory_policy'), place)]
}

const versionFinding = (version: string, place: string): QueueFinding => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
    ? { level: 'ok', message: `${place} has version ${version}.` }
    : { level: 'error', message: `${place} has version ${version}: upgrade it to ${oldest.join('.')} or later.` }
}

const policyFinding = (policy: string, place: string): QueueFinding =>
  policy === 'noeviction'
    ? { level: 'ok', message: `${place} throws nothing away when memory is short (noeviction).` }
    : {
        level: 'error',
        message: `${place} throws jobs away when memory is short (${policy}): set its maxmemory-policy to noeviction.`,
      }
