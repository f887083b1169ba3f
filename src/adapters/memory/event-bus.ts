import type { BusChannel, BusMessage, EventBus } from '../../core/ports/event-bus.ts'
import { Listeners } from '../support/listeners.ts'

/** A bus within this process. Messages are copied as they would be over a network. */
export const memoryEventBus = (): EventBus => {
  const listeners = new Listeners<BusChannel>()
  return {
    specVersion: 'v1',
    name: 'memory',
    async publish(channel, messages) {
      for (const message of messages) listeners.tell(channel, JSON.parse(JSON.stringify(message)) as BusMessage)
    },
    subscribe: async (channel, listener) => {
      const stop = listeners.add(channel, listener)
      return async () => stop()
    },
    close: async () => listeners.clear(),
  }
}
