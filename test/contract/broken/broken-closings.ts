import type { BreakQueue } from './break-queue.ts'
import { sharedQueues } from './shared-queues.ts'

/** Mistakes about opening and closing. */
export const brokenClosings: Readonly<Record<string, BreakQueue>> = {
  'it has no name': () => ({ name: '' }),
  'opening it again empties it': (queue) => {
    let opened = 0
    let current = queue
    return {
      open: async () => {
        if (++opened > 1) current = sharedQueues()().queue
      },
      publish: (...args) => current.publish(...args),
      size: (...args) => current.size(...args),
    }
  },
  'doctor is told codes': () => ({ check: async () => [{ level: 'ok', message: 'OK' }] }),
  'closing does not stop its consumers': () => ({ close: async () => undefined }),
  'closing does not wait for jobs in hand': (queue) => ({
    close: async () => {
      void queue.close()
    },
  }),
  'closing twice is an error': (queue) => {
    let closed = false
    return {
      close: async () => {
        if (closed) throw new Error('closed already')
        closed = true
        await queue.close()
      },
    }
  },
  'closing one closes all': (queue, all) => ({
    close: async () => {
      await Promise.all([queue, ...all].map((each) => each.close()))
    },
  }),
  ...Object.fromEntries(
    (['publish', 'consume', 'size', 'waitForRoom'] as const).map((method) => [
      `${method} after it is closed is no error`,
      ((queue) => {
        let closed = false
        return {
          [method]: async (...args: never[]) => (closed ? undefined : Reflect.apply(queue[method], queue, args)),
          close: async () => {
            closed = true
            await queue.close()
          },
        }
      }) satisfies BreakQueue,
    ]),
  ),
}
