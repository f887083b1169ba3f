import { parseFile } from 'music-metadata'
import { servePasses } from './serve-passes.ts'

// music-metadata without covers, `music-metadata.ts [files in flight = 1] [duration = false]`. A fresh options object for each call: it
// keeps state in it. Files in flight make it read ahead in libuv's threads, while it parses in this one.
const [inFlight = '1', duration = 'false'] = process.argv.slice(2)

await servePasses(async (paths) => {
  let next = 0
  let read = 0
  const lane = async (): Promise<void> => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      try {
        await parseFile(path, { skipCovers: true, duration: duration === 'true' })
        read++
      } catch (error) {
        process.stderr.write(`${path}: ${String(error)}\n`)
      }
    }
  }
  await Promise.all(Array.from({ length: Number(inFlight) }, lane))
  return read
})
