import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** The other end of `PassProcess`, for readers that run in Node.js. `read` answers whether it could read the file. */
export const servePasses = async (readAll: (paths: readonly string[]) => number | Promise<number>): Promise<void> => {
  for await (const list of createInterface({ input: process.stdin })) {
    const paths = readFileSync(list, 'utf8').split('\n').filter(Boolean)
    const start = performance.now()
    const files = await readAll(paths)
    process.stdout.write(`${(performance.now() - start) / 1000} ${files}\n`)
  }
}
