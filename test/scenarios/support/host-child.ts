// A process that scans without reading files itself: `node host-child.ts '<ManyConfig as JSON>'`. Prints the report, and for what it had to wait.
import { createScanner } from '../../../src/index.ts'
import { configOf, type ManyConfig, queueOf } from './many-config.ts'

const config: ManyConfig = JSON.parse(process.argv[2] ?? '')
const queue = queueOf(config)
const scanner = await createScanner(configOf(config, queue))
const waits = new Set<string>()
for (const type of ['queue-wait', 'storage-wait'] as const) scanner.on(type, () => void waits.add(type))
const run = scanner.scan({ segments: ['discover', 'settle'] })
run.result.catch(() => undefined)
process.stdout.write('scanning\n')
const report = await run.result
process.stdout.write(`${JSON.stringify({ ...report, waits: [...waits] })}\n`)
await scanner.close()
await queue.close()
