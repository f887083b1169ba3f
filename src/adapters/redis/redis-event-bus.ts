import type { BusChannel, BusMessage, EventBus } from '../../core/ports/event-bus.ts'
import { Listeners } from '../support/listeners.ts'
import { reach, within } from '../support/reach.ts'
import type { RedisClient } from './redis-client.ts'
import type { RedisOptions } from './redis-connection.ts'
import { isMistake, tagged, UseRedis } from './use-redis.ts'

/** So long publishing waits for an answer, once; afterwards it does not until there is one. */
const patienceMs = 250
/** Messages to a server that does not answer; more are dropped. */
const mostUnanswered = 10_000

/**
 * A bus over Redis' pub/sub, for servers in any language: the channels are `<prefix>:progress` and `<prefix>:notifications`, a message is a JSON object.
 *
 * @example
 * ```ts
 * import { redisEventBus } from '@soniquebay/scan/redis'
 *
 * const bus = redisEventBus({ url: 'redis://localhost:6379' })
 * const stop = await bus.subscribe('progress', ({ step, percent }) => console.log(step, percent))
 * ```
 */
export const redisEventBus = (options: RedisOptions): EventBus => {
  const redis = new UseRedis(options)
  const listeners = new Listeners<BusChannel>()
  let unanswered = 0
  /** Whether the server has not answered in time, and not since. */
  let late = false
  let subscriber: Promise<RedisClient> | undefined

  const subscribed = async (): Promise<RedisClient> => {
    const { duplicate, prefix } = await redis.get()
    // It subscribes again by itself when the server is back.
    const client = duplicate('subscriber')
    client.on('message', (channel: string, text: string) => {
      const message = messageOf(text)
      if (message !== undefined && channel.startsWith(`${prefix}:`))
        listeners.tell(channel.slice(prefix.length + 1) as BusChannel, message)
    })
    return client
  }

  return {
    specVersion: 'v1',
    name: 'redis',
    async publish(channel, messages) {
      const texts = messages.map((message) => JSON.stringify(message))
      if (unanswered > mostUnanswered) return
      unanswered += texts.length
      const sent = redis
        .get()
        .then(({ client, prefix }) => Promise.all(texts.map((text) => send(client, prefix, channel, text))))
        .then(() => {
          late = false
        })
        .catch((error: unknown) => {
          if (isMistake(error)) throw error
        })
        .finally(() => {
          unanswered -= texts.length
        })
      sent.catch(() => undefined)
      if (!late)
        await within(patienceMs, sent).catch((error: unknown) => {
          if (isMistake(error)) throw error
          late = true
        })
    },
    async subscribe(channel, listener) {
      subscriber ??= subscribed()
      const opening = subscriber
      opening.catch(() => {
        if (subscriber === opening) subscriber = undefined
      })
      const client = await opening
      const { prefix, place } = await redis.get()
      const stop = listeners.add(channel, listener)
      try {
        await reach(place, () => client.subscribe(`${prefix}:${channel}`))
      } catch (error) {
        stop()
        throw error
      }
      return async () => {
        stop()
        // Not waited for: while the server is away it would take until it is back.
        if (!listeners.has(channel)) client.unsubscribe(`${prefix}:${channel}`).catch(() => undefined)
      }
    },
    async close() {
      listeners.clear()
      const client = await subscriber?.catch(() => undefined)
      client?.disconnect()
      await redis.close()
    },
  }
}

/** A cluster takes a message at any of its nodes, and messages by different nodes overtake each other: there a key says which. */
const send = (client: RedisClient, prefix: string, channel: BusChannel, text: string): Promise<unknown> =>
  isCluster(client)
    ? client.call('EVAL', publishHere, 1, tagged(prefix, 'bus'), `${prefix}:${channel}`, text)
    : client.call('PUBLISH', `${prefix}:${channel}`, text)

const publishHere = `return redis.call('PUBLISH', ARGV[1], ARGV[2])`

const isCluster = (client: RedisClient): boolean => 'isCluster' in client && client.isCluster === true

const messageOf = (text: string): BusMessage | undefined => {
  try {
    const message: unknown = JSON.parse(text)
    const isMessage = typeof message === 'object' && message !== null && 'type' in message
    return isMessage && typeof message.type === 'string' ? (message as BusMessage) : undefined
  } catch {
    // Somebody else's message on our channel.
    return undefined
  }
}
