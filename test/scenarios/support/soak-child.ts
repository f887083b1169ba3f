// A host that lives for long: `node --expose-gc soak-child.ts '<ManyConfig as JSON>'`. Scans, changes files and works by turns until SIGTERM; prints what it holds as a JSON line a turn.
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createScanner } from '../../../src/index.ts'
import { randomOf } from './change-music.ts'
import { configOf, type ManyConfig, queueOf } from './many-config.ts'

const config: ManyConfig = JSON.parse(process.argv[2] ?? '')
const queue = queueOf(config)
const scanner = await createScanner(configOf(config, queue))
const random = randomOf(1)
let over = false
process.on('SIGTERM', () => {
  over = true
})

/** Moves some files within the library, takes some out of it, and puts those of the turn before back: it stays as large as it is. */
const aside = `${config.music} aside`
mkdirSync(aside, { recursive: true })
let out: string[] = []
const stir = (turn: number): void => {
  const folder = join(config.music, `turn ${turn % 7}`)
  mkdirSync(folder, { recursive: true })
  const all = readdirSync(config.music, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const some = (amount: number): string[] =>
    Array.from({ length: amount }, () => all.splice(Math.floor(random() * all.length), 1)[0] ?? '')
  for (const [index, path] of out.entries()) renameSync(path, join(folder, `back ${turn} ${index}.${endOf(path)}`))
  for (const [index, path] of some(10).entries())
    renameSync(path, join(folder, `moved ${turn} ${index}.${endOf(path)}`))
  out = some(5).map((path, index) => {
    const place = join(aside, `${turn} ${index}.${endOf(path)}`)
    renameSync(path, place)
    return place
  })
}
const endOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

const holds = (): Record<string, number> => {
  const resources = process.getActiveResourcesInfo()
  const count = (name: string): number => resources.filter((resource) => resource === name).length
  return {
    rssMb: process.memoryUsage.rss() / 1e6,
    files: readdirSync('/proc/self/fd').length,
    timers: count('Timeout') + count('Immediate'),
    sockets: count('TCPSocketWrap'),
  }
}

for (let turn = 0; !over; turn++) {
  const { counts } = await scanner.scan({ mode: turn % 3 === 0 ? 'full' : 'incremental' }).result
  const work = scanner.work()
  await sleep(300)
  await work.stop()
  stir(turn)
  globalThis.gc?.()
  await sleep(100)
  process.stdout.write(`${JSON.stringify({ turn, read: counts.read, ...holds() })}\n`)
}
await scanner.close()
await queue.close()
