import { readdirSync, readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readFile } from '../../../../src/adapters/tags/read-file.ts'
import { ScanError } from '../../../../src/core/errors.ts'
import type { ByteSource } from '../../../../src/core/ports/byte-source.ts'
import { mutate, seeded } from './mutate.ts'

/** What became of one damaged file. */
export interface Outcome {
  readonly name: string
  readonly number: number
  readonly milliseconds: number
  /** Bytes of memory that were allocated while it was read. */
  readonly allocated: number
  readonly result: 'reading' | 'error' | 'crash'
  readonly message: string
}

const folder = new URL('../../../fixtures/', import.meta.url)
const names = readdirSync(folder).filter((name) => !/\.(md|json|py)$/.test(name))
const originals = names.map((name) => readFileSync(new URL(name, folder)))

function memorySource(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    view: (position, length) =>
      position < 0 ? bytes.subarray(0, 0) : bytes.subarray(position, position + Math.max(0, length)),
  }
}

async function readOne(number: number): Promise<Outcome> {
  const random = seeded(number)
  const choice = random(names.length)
  const name = names[choice] ?? ''
  const bytes = mutate(
    originals[choice] ?? Buffer.alloc(0),
    originals[random(originals.length)] ?? Buffer.alloc(0),
    random,
  )
  const before = process.memoryUsage()
  const start = performance.now()
  let result: Outcome['result'] = 'reading'
  let message = ''
  try {
    await readFile({ name, bytes: memorySource(bytes) })
  } catch (error) {
    result = ScanError.is(error) ? 'error' : 'crash'
    message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const milliseconds = performance.now() - start
  const after = process.memoryUsage()
  // A collection in between can only make this smaller; one large allocation shows all the same, as it is not collected while it is in use.
  const allocated = after.heapUsed - before.heapUsed + (after.external - before.external)
  return { name, number, milliseconds, allocated, result, message }
}

const { from, until }: { from: number; until: number } = workerData
const interesting: Outcome[] = []
let readings = 0
let errors = 0
let slowest = 0
let largest = 0
for (let number = from; number < until; number++) {
  if (number % 100 === 0) parentPort?.postMessage('progress')
  const outcome = await readOne(number)
  if (outcome.result === 'reading') readings++
  else if (outcome.result === 'error') errors++
  slowest = Math.max(slowest, outcome.milliseconds)
  largest = Math.max(largest, outcome.allocated)
  if (outcome.result === 'crash' || outcome.milliseconds > 1000 || outcome.allocated > 64 * 1024 * 1024)
    interesting.push(outcome)
}
parentPort?.postMessage({ readings, errors, slowest, largest, interesting })
