import { basename } from 'node:path'
import { nodeFileSource } from '../../src/adapters/files/node-file-source.ts'
import { nativeReaders, readFile } from '../../src/adapters/tags/read-file.ts'
import { servePasses } from './serve-passes.ts'

// Our readers as extract uses them: open, read what is needed, close; each reading complete, its audio key too.
const source = nodeFileSource()
let keyed = 0

await servePasses((paths) => {
  let read = 0
  for (const path of paths) {
    const file = source.open({ root: path, path: '', escaped: false })
    if (file instanceof Promise) throw new TypeError('The file source of this machine answers at once.')
    try {
      const reading = readFile({ name: basename(path), bytes: file.bytes }, nativeReaders)
      if (reading instanceof Promise) throw new TypeError('Our readers answer at once.')
      if (reading.audioKey !== undefined) keyed++
      read++
    } catch (error) {
      process.stderr.write(`${path}: ${String(error)}\n`)
    } finally {
      void file.close()
    }
  }
  return read
})
if (keyed === 0) process.exitCode = 1
