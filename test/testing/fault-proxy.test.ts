import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { faultProxy } from '../../src/testing.ts'

/** A server that sends back what it gets, behind a proxy. */
const start = async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const proxy = await faultProxy(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  const join = async () => {
    const socket: Socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    const client = { socket, heard: '', closed: false }
    socket.on('data', (bytes) => {
      client.heard += bytes
    })
    socket.on('close', () => {
      client.closed = true
    })
    await once(socket, 'connect')
    socket.on('error', () => undefined)
    return client
  }
  return { proxy, join }
}

describe('a fault proxy', () => {
  it('passes bytes in both directions, and counts connections', async () => {
    const { proxy, join } = await start()
    const [one, two] = [await join(), await join()]
    one.socket.write('one')
    two.socket.write('two')
    await expect.poll(() => [one.heard, two.heard]).toEqual(['one', 'two'])
    expect([proxy.connections, proxy.accepted]).toEqual([2, 2])
    one.socket.end()
    await expect.poll(() => [proxy.connections, proxy.accepted]).toEqual([1, 2])
  })

  it('delivers all that was sent before the end', async () => {
    const { join } = await start()
    const client = await join()
    client.socket.end('x'.repeat(5_000_000))
    await expect.poll(() => client.heard.length, { timeout: 5000 }).toBe(5_000_000)
  })

  it('cuts connections, refuses new ones, and is mended at the same place', async () => {
    const { proxy, join } = await start()
    const client = await join()
    await proxy.cut()
    await expect.poll(() => client.closed).toBe(true)
    await expect(join()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await proxy.cut()
    const { url } = proxy
    await proxy.mend()
    await proxy.mend()
    expect(proxy.url).toBe(url)
    const again = await join()
    again.socket.write('back')
    await expect.poll(() => again.heard).toBe('back')
  })

  it('stalls connections, old and new, and loses nothing of what it held back', async () => {
    const { proxy, join } = await start()
    const old = await join()
    proxy.stall()
    const fresh = await join()
    old.socket.write('old')
    fresh.socket.write('fresh')
    await sleep(100)
    expect([old.heard, fresh.heard, old.closed, fresh.closed]).toEqual(['', '', false, false])
    await proxy.mend()
    await expect.poll(() => [old.heard, fresh.heard]).toEqual(['old', 'fresh'])
  })

  it('cuts what is stalled', async () => {
    const { proxy, join } = await start()
    const client = await join()
    proxy.stall()
    await proxy.cut()
    await expect.poll(() => client.closed).toBe(true)
  })

  it('delays pieces without changing their order, also when the delay ends', async () => {
    const { proxy, join } = await start()
    const client = await join()
    proxy.delay(100)
    const begun = performance.now()
    client.socket.write('a')
    await sleep(20)
    client.socket.write('b')
    await sleep(20)
    proxy.delay(0)
    client.socket.write('c')
    await expect.poll(() => client.heard.length, { interval: 5 }).toBe(3)
    expect(client.heard).toBe('abc')
    expect(performance.now() - begun).toBeGreaterThan(95)
  })

  it('ends a connection after so many bytes of both directions, also an old one', async () => {
    const { proxy, join } = await start()
    const old = await join()
    old.socket.write('1234')
    await expect.poll(() => old.heard).toBe('1234')
    proxy.cutAfter(12)
    const fresh = await join()
    for (const client of [old, fresh]) {
      client.socket.write('abcdefgh')
      await expect.poll(() => client.closed).toBe(true)
      expect(client.heard.endsWith('abcd')).toBe(true)
    }
    proxy.cutAfter(null)
    const free = await join()
    free.socket.write('0123456789abcdef')
    await expect.poll(() => free.heard).toBe('0123456789abcdef')
  })

  it('wants a port', async () => {
    await expect(faultProxy('gopher://127.0.0.1')).rejects.toThrow('port')
  })
})
