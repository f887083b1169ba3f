// One scan in a process of its own, as a host would run it on the built package: `scan-process.mjs <JSON request>` with
// { root, db, mode, watch }; `watch` measures the delay of this process's event loop from before the storage is opened until the report is there.
// Prints one JSON line. Plain JavaScript, so that no memory of a type stripper counts.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { createScanner } from '@soniquebay/scan'
import { sqliteStorage } from '@soniquebay/scan/sqlite'

const { root, db, mode = 'incremental', watch = false } = JSON.parse(process.argv[2])
const delay = monitorEventLoopDelay({ resolution: 1 })
if (watch) {
  delay.enable()
  // The histogram's first values are about the start of the process.
  await setTimeout(200)
  delay.reset()
}
const start = performance.now()
const scanner = await createScanner({ roots: [root], storage: sqliteStorage({ path: db }) })
const run = scanner.scan({ mode })
let events = 0
// A host that shows what happens.
if (watch) for await (const _ of run.events) events++
const report = await run.result
const wallMs = performance.now() - start
delay.disable()
await scanner.close()

process.stdout.write(
  `${JSON.stringify({
    wallMs,
    durationMs: report.durationMs,
    counts: report.counts,
    stages: report.stages,
    stopped: report.stopped,
    events,
    delay: watch ? { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 } : null,
    // Kilobytes; threads included.
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  })}\n`,
)
