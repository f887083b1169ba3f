import type { Queue } from '@soniquebay/scan'

const jobs = 20_000
const atOnce = 10

/** Jobs a second that do nothing, from being published to being acknowledged. */
export const jobRate = async (queue: Queue): Promise<number> => {
  await queue.open()
  try {
    const published = Array.from({ length: jobs }, (_, job) => ({ id: `u1-${job}`, version: 1 }))
    const from = performance.now()
    const consumer = await queue.consume('bench', async () => undefined, { concurrency: atOnce })
    await queue.publish('bench', published)
    await queue.waitForRoom('bench', 1)
    const seconds = (performance.now() - from) / 1000
    await consumer.stop()
    return jobs / seconds
  } finally {
    await queue.close()
  }
}
