import type { RedisOptions as ClientOptions, Redis } from 'ioredis'
import { ScanError } from '../../core/errors.ts'
import type { RedisClient } from './redis-client.ts'
import { placeOf, redisError } from './redis-error.ts'

/** Where Redis is. */
export type RedisOptions = (
  | {
      /** `redis://user:password@host:port/database`, or `rediss://` for TLS. Needs the package `ioredis`. */
      readonly url: string
    }
  | {
      /** A client of `ioredis` of the host: `Redis`, also through Sentinel, or `Cluster`. It is not closed, and its settings stay as they are. */
      readonly connection: RedisClient
    }
) & {
  /** First part of every key and channel. Default `soniquebay`: two libraries on one server take two. */
  readonly prefix?: string
}

/** An open connection, and how to get more of the same. */
export interface OpenRedis {
  /** For commands: they fail within seconds while the server is away. */
  readonly client: RedisClient
  /** A connection of its own, which the caller ends with `disconnect()`. `blocking`: for commands that wait for long, which must not time out. */
  duplicate(kind: 'blocking' | 'subscriber'): RedisClient
  readonly prefix: string
  /** Without its password, for sentences. */
  readonly place: string
  /** Gives the connection up; the last one who does closes it, if it is ours. */
  close(): Promise<void>
}

/** Longer than a slow server takes, shorter than a person waits. */
const connectMs = 6000
const commandMs = 5000
const longestPauseMs = 2000

const pauseMs = (times: number): number => Math.min(times * 100, longestPauseMs)

const settings = {
  connectTimeout: connectMs,
  commandTimeout: commandMs,
  // While the server is away a command fails instead of waiting for it.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  // For ever: servers come back.
  retryStrategy: pauseMs,
  lazyConnect: true,
} satisfies ClientOptions

/** Connections that several adapters of this process use, by URL. */
const shared = new Map<string, { readonly client: Promise<Redis>; users: number }>()

/** Connects, or takes what is connected. @throws ScanError `QUEUE_UNAVAILABLE` in one sentence, within 10 s; `PEER_MISSING` without the package. */
export const openRedis = async (options: RedisOptions): Promise<OpenRedis> => {
  const { prefix = 'soniquebay' } = options
  if ('connection' in options) {
    const { connection } = options
    connection.on('error', ignore)
    return {
      ...{ client: connection, prefix, place: 'Redis (the connection passed in)' },
      duplicate: (kind) => heard(another(connection, kind)),
      close: async () => void connection.off('error', ignore),
    }
  }
  const { url } = options
  const place = placeOf(url)
  const entry = shared.get(url) ?? { client: connect(url, place), users: 0 }
  shared.set(url, entry)
  entry.users++
  const close = async (): Promise<void> => {
    if (--entry.users > 0) return
    if (shared.get(url) === entry) shared.delete(url)
    await entry.client.then(
      (client) => client.disconnect(),
      () => undefined,
    )
  }
  let given = false
  const closeOnce = async (): Promise<void> => {
    if (given) return
    given = true
    await close()
  }
  try {
    const client = (await entry.client) as unknown as RedisClient
    return { client, prefix, place, duplicate: (kind) => heard(another(client, kind)), close: closeOnce }
  } catch (error) {
    await closeOnce()
    throw error
  }
}

const overrides = {
  // Commands that wait at the server (BullMQ's) must be repeated for ever, and not be timed.
  blocking: {
    ...settings,
    lazyConnect: false,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
  },
  subscriber: {
    ...settings,
    lazyConnect: false,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
  },
} satisfies Record<string, ClientOptions>

/** A connection tells of its faults to who uses it; an `error` event without a listener would end the process. */
const ignore = (): void => undefined

/** A cluster takes the settings of its connections apart. */
const another = (client: RedisClient, kind: keyof typeof overrides): RedisClient =>
  'isCluster' in client && client.isCluster === true
    ? client.duplicate([], { redisOptions: overrides[kind] })
    : client.duplicate(overrides[kind])

const heard = (client: RedisClient): RedisClient => {
  client.on('error', ignore)
  return client
}

const connect = async (url: string, place: string): Promise<Redis> => {
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw new ScanError('CONFIG_INVALID', `${place} is no URL of Redis: it looks like redis://user:password@host:6379.`)
  const Redis = await loadIoredis()
  let last: Error | undefined
  let opened = false
  // The first connection is made or refused; later ones are tried for ever.
  const client = new Redis(url, { ...settings, retryStrategy: (times) => (opened ? pauseMs(times) : null) })
  client.on('error', (error: Error) => {
    last = error
  })
  try {
    await within(client.connect().then(() => client.ping()))
    // A database that is not there is only told of: commands would go to another one.
    if (last?.name === 'ReplyError') throw last
    opened = true
    return client
  } catch (error) {
    client.disconnect()
    throw redisError(last ?? error, place)
  }
}

const within = async <T>(work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('it did not answer in time')), connectMs + 1000)
  work.catch(() => undefined)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const loadIoredis = async (): Promise<typeof Redis> => {
  try {
    return (await import('ioredis')).Redis
  } catch (cause) {
    throw new ScanError('PEER_MISSING', 'Redis needs the package ioredis: npm install ioredis', { cause })
  }
}
