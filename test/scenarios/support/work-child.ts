// A process that works on others' scans until it is told to stop: `node work-child.ts '<ManyConfig as JSON>'`.
import { createScanner } from '../../../src/index.ts'
import { configOf, type ManyConfig, queueOf } from './many-config.ts'

const config: ManyConfig = JSON.parse(process.argv[2] ?? '')
const queue = queueOf(config)
const scanner = await createScanner(configOf(config, queue))
const work = scanner.work()
process.on('SIGTERM', () => void work.stop())
process.stdout.write('working\n')
await work.done
await scanner.close()
await queue.close()
