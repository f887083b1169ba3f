import { closeSync, fstatSync, globSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FileBytes } from '../src/adapters/support/file-bytes.ts'
import { readersOf, readFile } from '../src/adapters/tags/read-file.ts'
import { compareReadings } from '../test/adapters/tags/differential/compare-readings.ts'

// Reads every file of a folder with our readers and with music-metadata and prints, per field, in how many files they differ, with examples:
//   node bench/compare-readers.ts <folder> [examples per field] [every n-th file]

const [folder = '.', examples = '3', step = '1'] = process.argv.slice(2)
const files = globSync('**/*', { cwd: folder })
  .map((name) => join(folder, name))
  .filter((path) => statSync(path).isFile())
  .sort()
  .filter((_, i) => i % Number(step) === 0)
const counts = new Map<string, { count: number; shown: string[] }>()
const bytes = new FileBytes()
let read = 0

function note(field: string, path: string, ours: unknown, theirs: unknown): void {
  const extension = path.slice(path.lastIndexOf('.') + 1)
  const entry = counts.get(`${extension} ${field}`) ?? { count: 0, shown: [] }
  counts.set(`${extension} ${field}`, entry)
  entry.count++
  if (entry.shown.length < Number(examples)) {
    entry.shown.push(`    ${path}\n      ours   ${JSON.stringify(ours)}\n      theirs ${JSON.stringify(theirs)}`)
  }
}

for (const path of files) {
  const fd = openSync(path, 'r')
  try {
    bytes.open(fd, fstatSync(fd).size)
    const ours = await outcome(() => readFile({ name: path, bytes }, readersOf.auto))
    const theirs = await outcome(() => readFile({ name: path, bytes }, readersOf['music-metadata']))
    if (typeof ours === 'string' || typeof theirs === 'string') {
      if (typeof ours !== typeof theirs) note('(reading)', path, ours, theirs)
    } else {
      read++
      for (const { field, ours: left, theirs: right } of compareReadings(ours, theirs)) note(field, path, left, right)
    }
  } finally {
    closeSync(fd)
  }
}

/** The reading, or what went wrong. */
async function outcome<T>(read: () => T | Promise<T>): Promise<T | string> {
  try {
    return await read()
  } catch (error) {
    return String(error)
  }
}

console.log(`${files.length} files, ${read} read by both`)
for (const [field, { count, shown }] of [...counts].sort((a, b) => b[1].count - a[1].count)) {
  console.log(`${String(count).padStart(6)}  ${field}`)
  for (const line of shown) console.log(line)
}
