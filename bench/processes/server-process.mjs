// One process of several over Postgres, on the built package: `server-process.mjs <JSON request>` with { role, root, postgres, schema, queue, prefix, mode }.
// `queue` is an URL or absent. A scan prints one JSON line; a worker prints `working` and ends on SIGTERM.
import { createScanner } from '@soniquebay/scan'
import { postgresQueue, postgresStorage } from '@soniquebay/scan/postgres'
import { redisQueue } from '@soniquebay/scan/redis'

const { role, root, postgres, schema, queue: url, prefix, mode = 'incremental' } = JSON.parse(process.argv[2])
const queue =
  url === undefined
    ? undefined
    : url.startsWith('redis')
      ? redisQueue({ url, prefix })
      : postgresQueue({ connectionString: url, schema: prefix })
const start = performance.now()
const scanner = await createScanner({
  roots: [{ id: 'music', path: root }],
  storage: postgresStorage({ connectionString: postgres, schema }),
  ...(queue === undefined ? {} : { queue }),
})
if (role === 'worker') {
  const work = scanner.work()
  process.on('SIGTERM', () => void work.stop())
  process.stdout.write('working\n')
  await work.done
} else {
  const { counts, durationMs } = await scanner.scan({
    mode,
    ...(queue === undefined ? {} : { segments: ['discover', 'settle'] }),
  }).result
  const wallMs = performance.now() - start
  process.stdout.write(
    `${JSON.stringify({ counts, durationMs, wallMs, maxRssMb: process.resourceUsage().maxRSS / 1024 })}\n`,
  )
}
await scanner.close()
await queue?.close()
