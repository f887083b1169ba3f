import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRedis } from '../../../src/adapters/redis/redis-connection.ts'
import { closingPort, silentPort, webPort } from '../../support/listeners.ts'
import { canStart } from '../../support/not-run.ts'
import { type PrivateServer, startRedis } from '../../support/private-servers.ts'

const secret = "s3cr/et' %"
const withinMs = 10_000

/** What a URL is refused with: one sentence, in time, without the password. */
const refusal = async (url: string): Promise<string> => {
  const from = performance.now()
  const error: unknown = await openRedis({ url }).then(
    ({ close }) => close(),
    (failure: unknown) => failure,
  )
  expect(performance.now() - from).toBeLessThan(withinMs)
  expect(error).toMatchObject({ code: 'QUEUE_UNAVAILABLE' })
  const { message } = error as Error
  for (const hidden of [secret, encodeURIComponent(secret), 's3cr']) expect(message).not.toContain(hidden)
  expect(message).toMatch(/^Redis at .+ cannot be used: (?:(?!\. )[^\n])+[^.]\.$/)
  return message
}

const urlOf = (host: string): string => `redis://:${encodeURIComponent(secret)}@${host}`

describe.skipIf(!canStart('redis'))('a Redis that demands passwords', () => {
  let server: PrivateServer

  beforeAll(async () => {
    server = await startRedis({ password: secret })
    const admin = new Redis(server.url)
    await admin.call('ACL', 'SETUSER', 'powerless', 'on', `>${secret}`, 'resetkeys', '-@all')
    admin.disconnect()
  })

  afterAll(() => server?.remove())

  const at = (change: (url: URL) => void): string => {
    const url = new URL(server.url)
    change(url)
    return url.href
  }

  it('takes the right one', async () => {
    const { client, close } = await openRedis({ url: server.url })
    expect(await client.call('PING')).toBe('PONG')
    await close()
  })

  it.each<readonly [string, (url: URL) => void, RegExp]>([
    [
      'a wrong password',
      (url) => (url.password = `${encodeURIComponent(secret)}x`),
      /does not take the user or the password/,
    ],
    ['no password', (url) => (url.password = ''), /wants a password/],
    ['an unknown user', (url) => (url.username = 'nobody-here'), /does not take the user or the password/],
    ['a user without rights', (url) => (url.username = 'powerless'), /lacks a right: .*ACL SETUSER/],
    ['a database that is not there', (url) => (url.pathname = '/9999'), /no database of that number/],
  ])('refuses %s', async (_, change, sentence) => {
    const message = await refusal(at(change))
    expect(message).toMatch(sentence)
    expect(message).toContain(`127.0.0.1:${server.port}`)
  })

  it('refuses TLS when it has none', async () => {
    expect(await refusal(server.url.replace('redis:', 'rediss:'))).toMatch(/does not answer: .*TLS/)
  })

  it('hides a password that is a parameter of the URL', async () => {
    const message = await refusal(
      at((url) => {
        url.password = ''
        url.port = '1'
        url.searchParams.set('password', secret)
      }),
    )
    expect(message).toMatch(/nothing listens there/)
  })
})

describe('what is no Redis', () => {
  it('a server that closes every connection', async () => {
    expect(await refusal(urlOf(`127.0.0.1:${await closingPort()}`))).toMatch(/closes the connection: .*TLS/)
  })

  it('a web server', async () => {
    expect(await refusal(urlOf(`127.0.0.1:${await webPort()}`))).toMatch(/is no Redis: check/)
  })

  it('one that says nothing', async () => {
    expect(await refusal(urlOf(`127.0.0.1:${await silentPort()}`))).toMatch(/does not answer/)
  })

  it('a port where nothing listens', async () => {
    expect(await refusal(urlOf('127.0.0.1:1'))).toMatch(/nothing listens there/)
  })

  it('a host that does not exist', async () => {
    expect(await refusal(urlOf('not-there.invalid:6379'))).toMatch(/no such host/)
  })
})
