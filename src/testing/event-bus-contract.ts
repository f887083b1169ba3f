import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BusMessage, EventBus } from '../core/ports/event-bus.ts'
import { type PortCases, type PortContractOptions, portSuite } from './port-suite.ts'

/** Waits until as much was heard, and a moment more, in which nothing else may come. */
const heard = async (messages: readonly BusMessage[], amount: number): Promise<readonly BusMessage[]> => {
  for (let tries = 0; tries < 200 && messages.length < amount; tries++) await sleep(10)
  await sleep(50)
  return messages
}

const message = (n: number): BusMessage => ({ type: 'test', n })

const cases: PortCases<EventBus> = {
  'tells every listener of the channel, in order, and nobody else': async (bus) => {
    const [one, two, elsewhere]: BusMessage[][] = [[], [], []]
    await bus.subscribe('progress', (told) => one?.push(told))
    await bus.subscribe('progress', (told) => two?.push(told))
    await bus.subscribe('notifications', (told) => elsewhere?.push(told))
    await bus.publish('progress', [1, 2, 3].map(message))
    await bus.publish('progress', [message(4)])
    const all = [1, 2, 3, 4].map(message)
    assert.deepEqual(await heard(one ?? [], 4), all)
    assert.deepEqual(two, all)
    assert.deepEqual(elsewhere, [])
  },
  'keeps the order of what is published without waiting': async (bus) => {
    const told: BusMessage[] = []
    await bus.subscribe('progress', (some) => told.push(some))
    const all = Array.from({ length: 50 }, (_, n) => message(n))
    await Promise.all(all.map((one) => bus.publish('progress', [one])))
    assert.deepEqual(await heard(told, all.length), all)
  },
  'passes messages on as JSON does': async (bus) => {
    const told: BusMessage[] = []
    await bus.subscribe('notifications', (some) => told.push(some))
    const sent = { type: 'deep', text: 'naïve 🎵 "x"', list: [1, null, { a: true }], none: undefined }
    await bus.publish('notifications', [sent])
    assert.deepEqual(await heard(told, 1), [{ type: 'deep', text: 'naïve 🎵 "x"', list: [1, null, { a: true }] }])
  },
  'tells those who listen at the time only': async (bus) => {
    const early: BusMessage[] = []
    const late: BusMessage[] = []
    const stop = await bus.subscribe('progress', (told) => early.push(told))
    await bus.publish('progress', [message(1)])
    await heard(early, 1)
    await stop()
    await bus.subscribe('progress', (told) => late.push(told))
    await bus.publish('progress', [message(2)])
    assert.deepEqual(await heard(late, 1), [message(2)])
    assert.deepEqual(early, [message(1)])
  },
  'goes on telling others when one throws or stops': async (bus) => {
    const told: BusMessage[] = []
    await bus.subscribe('progress', () => {
      throw new Error('this listener is broken')
    })
    await bus.subscribe('progress', async () => {
      throw new Error('this one is, too, and async')
    })
    const stop = await bus.subscribe('progress', () => undefined)
    await bus.subscribe('progress', (some) => told.push(some))
    await stop()
    await stop()
    await bus.publish('progress', [message(1), message(2)])
    assert.deepEqual(await heard(told, 2), [message(1), message(2)])
  },
  'takes no messages, and none that anybody hears': async (bus) => {
    await bus.publish('progress', [])
    await bus.publish('notifications', [message(1)])
  },
  'tells other processes': async (bus, other) => {
    if (other === null) return
    const here: BusMessage[] = []
    const there: BusMessage[] = []
    await bus.subscribe('progress', (told) => here.push(told))
    await other.subscribe('progress', (told) => there.push(told))
    await bus.publish('progress', [message(1)])
    assert.deepEqual(await heard(there, 1), [message(1)])
    assert.deepEqual(await heard(here, 1), [message(1)])
  },
  'is silent once closed, and can be closed twice': async (bus, other) => {
    const told: BusMessage[] = []
    await bus.subscribe('progress', (some) => told.push(some))
    await bus.close()
    await bus.close()
    await other?.publish('progress', [message(1)])
    assert.deepEqual(await heard(told, 1), [])
  },
}

/**
 * The contract of an {@link EventBus} as a test suite for any runner with `describe` and `it`.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { memoryEventBus } from '@soniquebay/scan'
 * import { eventBusContract } from '@soniquebay/scan/testing'
 *
 * eventBusContract({ describe, it, create: async () => ({ port: memoryEventBus() }) })
 * ```
 */
export const eventBusContract = (options: PortContractOptions<EventBus>): void => portSuite('event bus', cases, options)
