import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Queue } from '../../../src/core/ports/queue.ts'
import { queueServers } from './queue-servers/queue-server.ts'

const away = { code: 'QUEUE_UNAVAILABLE', retryable: true, message: expect.stringMatching(/^\S.+\.$/) }
const job = (id: string) => ({ id, version: 1 })

/** Handles jobs at once, and tells their ids. */
const taking = async (queue: Queue, channel = 'work'): Promise<string[]> => {
  const taken: string[] = []
  await queue.consume(channel, async ({ id }) => void taken.push(id), { concurrency: 2 })
  return taken
}

/** Publishes as the ledger does: again and again. */
const insist = (queue: Queue, id: string): Promise<void> =>
  expect.poll(() => queue.publish('work', [job(id)]).then(() => 'published'), { timeout: 15_000 }).toBe('published')

const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const servers = await queueServers()

// A file must hold a test.
if (servers.length === 0) it.todo('needs a Redis or a Postgres to run on')

describe.each(servers)('a queue in $kind', ({ place }) => {
  it('says within seconds that its server is away, and goes on when it is back', { timeout: 60_000 }, async () => {
    const { queue: connect, proxy } = await place()
    const queue = connect()
    await queue.open()
    const taken = await taking(queue)
    await queue.publish('work', [job('before')])
    await expect.poll(() => taken).toEqual(['before'])
    await proxy.cut()
    const from = performance.now()
    const calls = [
      queue.publish('work', [job('lost')]),
      queue.size('work'),
      queue.waitForRoom('work', 1),
      queue.consume('other', async () => undefined, { concurrency: 1 }),
      queue.check(),
      connect().open(),
    ]
    for (const { status, reason } of await Promise.allSettled(calls).then((all) => all as PromiseRejectedResult[])) {
      expect(status).toBe('rejected')
      expect(reason).toMatchObject(away)
    }
    expect(performance.now() - from).toBeLessThan(8000)
    const used = processorMs()
    await sleep(2000)
    expect(processorMs() - used, 'nothing spins').toBeLessThan(500)
    await proxy.mend()
    await insist(queue, 'after')
    await expect.poll(() => taken, { timeout: 15_000 }).toContain('after')
  })

  it('gives up a server that takes everything and answers nothing', { timeout: 60_000 }, async () => {
    const { queue: connect, proxy } = await place()
    const queue = connect()
    await queue.open()
    proxy.stall()
    const from = performance.now()
    await expect(queue.publish('work', [job('a')])).rejects.toMatchObject(away)
    expect(performance.now() - from).toBeLessThan(8000)
    const opening = performance.now()
    await expect(connect().open()).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' })
    expect(performance.now() - opening).toBeLessThan(10_000)
    await queue.close()
    expect(performance.now() - from).toBeLessThan(25_000)
  })

  it('stops and closes while its server is away', { timeout: 60_000 }, async () => {
    const { queue: connect, proxy } = await place()
    const queue = connect()
    let begun = 0
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const handler = async (): Promise<void> => {
      begun++
      await ended
    }
    const consumer = await queue.consume('work', handler, { concurrency: 2 })
    await queue.publish('work', [job('a'), job('b'), job('c')])
    await expect.poll(() => begun).toBe(2)
    await proxy.cut()
    const stopped = consumer.stop()
    await sleep(200)
    end()
    await stopped
    await queue.close()
    await proxy.mend()
    await sleep(1000)
    expect(begun).toBe(2)
  })

  it('goes on when all was lost in the middle of work', async () => {
    const { queue: connect, wipe } = await place()
    const queue = connect()
    const taken: string[] = []
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const handler = async ({ id }: { readonly id: string }): Promise<void> => {
      taken.push(id)
      await ended
    }
    await queue.consume('work', handler, { concurrency: 2 })
    await queue.publish('work', ['a', 'b', 'c'].map(job))
    await expect.poll(() => taken.length).toBe(2)
    await wipe()
    end()
    await insist(queue, 'c')
    await expect.poll(() => taken, { timeout: 10_000 }).toContain('c')
    await expect.poll(() => queue.size('work')).toBe(0)
  })

  it('delivers again what a killed process had in hand', { timeout: 60_000 }, async () => {
    const { queue: connect, name, url } = await place()
    const queue = connect()
    const script = new URL('./queue-servers/hold-job.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [script, url, name, '2000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await queue.publish('work', [job('a'), job('b')])
    let told = ''
    while (told.length < 'a\nb\n'.length) told += String((await once(child.stdout, 'data'))[0])
    const taken = await taking(queue)
    await sleep(3000)
    expect(taken, 'a consumer that lives keeps its jobs').toEqual([])
    child.kill('SIGKILL')
    await expect.poll(() => taken.toSorted(), { timeout: 15_000 }).toEqual(['a', 'b'])
  })

  it('keeps nothing of jobs that are done', async () => {
    const { queue: connect, kept } = await place()
    const queue = connect()
    await queue.consume('work', async ({ id }) => (id.endsWith('7') ? Promise.reject(new Error('no')) : undefined), {
      concurrency: 8,
    })
    for (let at = 0; at < 1500; at += 100) {
      await queue.publish(
        'work',
        Array.from({ length: 100 }, (_, number) => job(`u${at + number}`)),
      )
    }
    await queue.waitForRoom('work', 1)
    expect(await kept()).toBeLessThan(1000)
  })

  it('may be opened again after it was closed, and by many at once', async () => {
    const { queue: connect } = await place()
    const queues = Array.from({ length: 5 }, () => connect())
    await Promise.all(queues.map((queue) => queue.open()))
    const [queue = connect()] = queues
    await queue.publish('work', [job('a')])
    await queue.close()
    await expect(queue.size('work')).rejects.toMatchObject({ code: 'CLOSED' })
    await queue.open()
    expect(await queue.size('work')).toBe(1)
  })

  it('takes any whole number of milliseconds for its locks, and nothing else', async () => {
    const { queue: connect } = await place()
    const queue = connect({ lockMs: 1333 })
    const taken = await taking(queue)
    await queue.publish('work', [job('a')])
    await expect.poll(() => taken).toEqual(['a'])
    for (const lockMs of [1333.5, 99, Number.NaN])
      expect(() => connect({ lockMs })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  it('tells what keeps a consumer from its jobs', async () => {
    const { queue: connect, proxy } = await place()
    const queue = connect()
    const told: string[] = []
    const onTrouble = (message: string): void => void told.push(message)
    await queue.consume('work', async () => undefined, { concurrency: 1, onTrouble })
    expect(told).toEqual([])
    await proxy.cut()
    await expect.poll(() => told[0], { timeout: 10_000 }).toMatch(/^(Redis|Postgres).+ cannot be used now: .+\.$/)
  })

  it('finds nothing wrong with a server as it should be', async () => {
    const { queue: connect } = await place()
    const findings = await connect().check()
    expect(findings.map(({ level }) => level)).not.toContain('error')
    expect(findings[0]?.message).toMatch(/\d+\.\d+/)
  })

  it('does not tell the password', async () => {
    const { queue: connect, url } = await place()
    const secret = new URL(url)
    secret.port = '1'
    secret.password = 'secret'
    secret.searchParams.set('password', 'secret')
    const failure = await connect({ url: secret.href })
      .open()
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'QUEUE_UNAVAILABLE' })
    expect(String(failure)).not.toContain('secret')
  })
})
