import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A way to a server that can be cut, stalled and slowed down. */
export interface FaultProxy {
  /** The URL of the server, by way of this proxy. */
  readonly url: string
  /** Connections of clients that are open. */
  readonly connections: number
  /** Connections that clients made so far. */
  readonly accepted: number
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>
  /** Lets connections through again, and what was held back meanwhile. */
  mend(): Promise<void>
  /** Keeps connections open and takes new ones, but lets nothing through any more: nobody hears that anything is wrong. Ended by {@link mend} or {@link cut}. */
  stall(): void
  /** Lets each piece of bytes wait for so many milliseconds; 0: none. */
  delay(ms: number): void
  /** Ends each connection after it has passed so many more bytes, both directions together; `null`: none. */
  cutAfter(bytes: number | null): void
  /** Ends everything. */
  close(): Promise<void>
}

/** Ports of servers whose URLs leave them out. */
const standardPorts: Readonly<Record<string, number>> = {
  'redis:': 6379,
  'rediss:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
  'http:': 80,
  'https:': 443,
}

/** A connection of a client, and the one to the server that belongs to it. */
interface Link {
  readonly client: Socket
  readonly upstream: Socket
  bytesLeft: number
}

/**
 * Puts a TCP proxy before the server of a URL, for tests of what happens when it goes away.
 *
 * @example
 * ```ts
 * import { redisQueue } from '@soniquebay/scan/redis'
 * import { faultProxy } from '@soniquebay/scan/testing'
 *
 * const proxy = await faultProxy('redis://127.0.0.1:6379')
 * const queue = redisQueue({ url: proxy.url })
 * await queue.open()
 * await proxy.cut()
 * // … what a program does without its queue …
 * await proxy.mend()
 * await queue.close()
 * await proxy.close()
 * ```
 */
export const faultProxy = async (target: string): Promise<FaultProxy> => {
  const { hostname, port: named, protocol } = new URL(target)
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(named || standardPorts[protocol]) }
  if (Number.isNaN(to.port)) throw new TypeError(`There is no port in the URL, and none is usual for ${protocol}`)
  const links = new Set<Link>()
  let stalled = false
  let delayMs = 0
  let bytesLeft = Number.POSITIVE_INFINITY
  let accepted = 0

  const pass = (link: Link, from: Socket, into: Socket): void => {
    let waiting = 0
    let before: Promise<unknown> = Promise.resolve()
    const later = (work: () => void): void => {
      waiting++
      before = Promise.all([before, sleep(delayMs)]).then(() => {
        waiting--
        work()
      })
    }
    const send = (bytes: Buffer): void => void (into.writable && into.write(bytes))
    from.on('data', (bytes) => {
      const passing = bytes.subarray(0, link.bytesLeft)
      link.bytesLeft -= passing.length
      // Pieces must not overtake each other.
      if (delayMs === 0 && waiting === 0) send(passing)
      else later(() => send(passing))
      if (link.bytesLeft > 0) return
      from.destroy()
    })
    from.on('error', () => into.destroy())
    // What was sent before the end still arrives.
    from.on('end', () => void before.then(() => into.end()))
    from.on('close', () => void before.then(() => into.destroySoon()))
    if (stalled) from.pause()
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    accepted++
    const link: Link = { client, upstream: connect({ ...to, allowHalfOpen: true }), bytesLeft }
    links.add(link)
    client.on('close', () => links.delete(link))
    pass(link, client, link.upstream)
    pass(link, link.upstream, client)
  })
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  const port = await listenSomewhere(listen)
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(port)

  const hold = (held: boolean): void => {
    stalled = held
    for (const { client, upstream } of links) {
      for (const socket of [client, upstream]) held ? socket.pause() : socket.resume()
    }
  }
  const cut = async (): Promise<void> => {
    stalled = false
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const { client, upstream } of links) {
      client.destroy()
      upstream.destroy()
    }
    await closed
  }
  return {
    url: url.href,
    get connections() {
      return links.size
    },
    get accepted() {
      return accepted
    },
    cut,
    async mend() {
      hold(false)
      if (!server.listening) await listen(port)
    },
    stall: () => hold(true),
    delay(ms) {
      delayMs = ms
    },
    cutAfter(bytes) {
      bytesLeft = bytes ?? Number.POSITIVE_INFINITY
      for (const link of links) link.bytesLeft = bytesLeft
    },
    close: cut,
  }
}

/** Listens where no system gives ports to connections: while the proxy refuses them nobody else gets its place. */
const listenSomewhere = async (listen: (port: number) => Promise<void>): Promise<number> => {
  for (let tries = 0; ; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    try {
      await listen(port)
      return port
    } catch (error) {
      if (tries === 50) throw error
    }
  }
}
