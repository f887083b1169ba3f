import { postgresQueue } from '../../../../src/postgres.ts'
import { redisQueue } from '../../../../src/redis.ts'

/** Takes jobs and never ends them. Usage: hold-job.ts <url> <prefix or schema> <lock in milliseconds> */
const [url = '', name = '', lockMs] = process.argv.slice(2)
const queue = url.startsWith('redis')
  ? redisQueue({ url, prefix: name, lockMs: Number(lockMs) })
  : postgresQueue({ connectionString: url, schema: name, lockMs: Number(lockMs) })
await queue.consume(
  'work',
  async ({ id }) => {
    console.log(id)
    await new Promise(() => undefined)
  },
  { concurrency: 2 },
)
