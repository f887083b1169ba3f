import { parentPort, workerData } from 'node:worker_threads'
import { givenAway } from './adapters/threads/packed-batch.ts'
import { serveScanTasks } from './adapters/threads/serve-scan-tasks.ts'
import { type ScanSettings, scanTasks } from './scan-tasks.ts'

// The entry of a worker thread (settings in workerData) or of a child process (settings in the first message).
if (parentPort !== null) {
  const port = parentPort
  serveScanTasks(() => scanTasks(workerData as ScanSettings), {
    post: (message) => port.postMessage(message, givenAway(message)),
    on: (receive) => port.on('message', receive),
  })
} else {
  process.once('message', (settings) => {
    serveScanTasks((alive) => scanTasks(settings as ScanSettings, { alive }), {
      post: (message) => void process.send?.(message),
      on: (receive) => process.on('message', receive),
    })
    process.send?.('ready')
  })
  // The host is gone: nobody is left to work for.
  process.once('disconnect', () => process.exit())
}
